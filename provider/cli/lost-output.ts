/**
 * What becomes of output that cannot be written. A command goes on to its end: what is under way
 * may not be left alone.
 */

/**
 * Watches both streams. A reader who stops reading, as `head` does, has got what it wanted: nothing
 * is said. Anything else (a full disk) is said once on standard error.
 *
 * @returns whether output was lost that somebody wanted.
 */
export function watchOutput({
  stdout,
  stderr,
}: Pick<NodeJS.Process, "stdout" | "stderr">): () => boolean {
  let lost = false;
  const onError = (reason: NodeJS.ErrnoException): void => {
    if (reason.code === "EPIPE" || lost) return;
    lost = true;
    stderr.write(`error: the output cannot be written (${reason.message})\n`);
  };
  stdout.on("error", onError);
  stderr.on("error", onError);
  return () => lost;
}
