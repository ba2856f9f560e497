/**
 * BizTalk Server: states and steps of instances, messages, applications and host instances. Pure
 * data and questions to it.
 */
export {
  APPLICATION_OPERATIONS,
  APPLICATION_STATES,
  applicationSatisfies,
  applicationStateOf,
  stepApplication,
  type ApplicationOperation,
  type ApplicationState,
} from "./application-states.js";
export {
  HOST_INSTANCE_OPERATIONS,
  HOST_INSTANCE_REFUSALS,
  HOST_INSTANCE_STATES,
  stepHostInstance,
  type HostInstance,
  type HostInstanceOperation,
  type HostInstanceState,
} from "./host-instance-states.js";
export {
  INSTANCE_OPERATIONS,
  SYSTEM_EVENTS,
  SYSTEM_EVENT_NAMES,
  type InstanceEvent,
  type InstanceOperation,
} from "./instance-events.js";
export { INSTANCE_REFUSALS, type InstanceRefusal } from "./instance-refusals.js";
export {
  BASE_STATES,
  citeInstance,
  displayInstance,
  displayState,
  FINAL_STATES,
  INSTANCE_CLASSES,
  INSTANCE_ROWS,
  instanceIn,
  INSTANCES,
  rowOf,
  type Instance,
  type InstanceClass,
} from "./instance-states.js";
export { INSTANCE_STEPS } from "./instance-steps.js";
export {
  encompassing,
  MESSAGE_STATES,
  MESSAGE_STATE_NAMES,
  MESSAGES_OF_INSTANCES,
  messagesLost,
  messageStatesOf,
  type MessageReference,
  type MessageStateName,
} from "./message-states.js";
export { PRINTED_TABLE_NAMES, printedTable, type PrintedTableName } from "./printed-tables.js";
export { stepInstance } from "./step-instance.js";
export { TRACKED_STATES, trackedStateOf } from "./tracked-states.js";
