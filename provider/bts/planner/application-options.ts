/**
 * The options of starting and stopping an application, by the names of the REST service. It
 * documents no default, so each is sent; what a program leaves out is decided here (docs/bts.md,
 * B-71).
 */

/** What a start does unless the program says otherwise. */
export const START_OPTIONS = {
  StartAllOrchestrations: true,
  StartAllSendPorts: true,
  StartAllSendPortGroups: true,
  EnableAllReceiveLocations: true,
  DeployAllPolicies: false,
  StartReferencedApplications: false,
};

/** Every option of a start. */
export type StartOptions = Readonly<typeof START_OPTIONS>;

/** What a stop does unless the program says otherwise. */
export const STOP_OPTIONS = {
  UnenlistAllOrchestrations: true,
  UnenlistAllSendPorts: true,
  UnenlistAllSendPortGroups: true,
  DisableAllReceiveLocations: true,
  UndeployAllPolicies: false,
  StopReferencedApplications: false,
  SuspendRunningInstances: false,
};

/** Every option of a stop. */
export type StopOptions = Readonly<typeof STOP_OPTIONS>;

/** The stop that closes intake and nothing else. */
export const CLOSE_INTAKE: StopOptions = {
  UnenlistAllOrchestrations: false,
  UnenlistAllSendPorts: false,
  UnenlistAllSendPortGroups: false,
  DisableAllReceiveLocations: true,
  UndeployAllPolicies: false,
  StopReferencedApplications: false,
  SuspendRunningInstances: false,
};

/** Whether a stop unenlists anything, which counts as ending what is left (docs/bts.md, B-72). */
export const unenlists = (options: StopOptions): boolean =>
  options.UnenlistAllOrchestrations ||
  options.UnenlistAllSendPorts ||
  options.UnenlistAllSendPortGroups;

/** The options that are set, as they are sent. */
export const setOptions = (options: StartOptions | StopOptions): string[] =>
  Object.entries(options).flatMap(([name, isSet]) => (isSet ? [name] : []));
