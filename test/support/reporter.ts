import Mocha from "mocha";

/**
 * Prints what mocha's own `spec` reporter prints, then one line with the three counts.
 *
 * The line is the last of the output and its form is fixed, for whoever reads the result with a
 * program.
 */
// eslint-disable-next-line no-restricted-syntax -- mocha takes the default export of its module
export default class CountingReporter extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    Mocha.reporters.Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
