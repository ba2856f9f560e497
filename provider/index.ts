/** pulumi-biztalk: BizTalk Services and BizTalk Server as Pulumi resources. */
import "./resources/needs-node.js";
export { Application } from "./resources/application.js";
export { HostInstance } from "./resources/host-instance.js";
export { InstancePolicy } from "./resources/instance-policy.js";
export type {
  ApplicationPower,
  DrainAction,
  Edition,
  HostInstancePower,
  OnDeadline,
  PolicyAction,
  Power,
  Profile,
  Recovery,
} from "./resources/names.js";
export { Provider, type ProviderArgs } from "./resources/provider.js";
export { Service } from "./resources/service.js";
export {
  APPLICATION_TYPE,
  HOST_INSTANCE_TYPE,
  INSTANCE_POLICY_TYPE,
  SERVICE_TYPE,
} from "./resource-types.js";
export type {
  ApplicationArgs,
  ApplicationDrainArgs,
  DrainArgs,
  HostInstanceArgs,
  InstancePolicyArgs,
  MatchArgs,
  OperationTimeoutArgs,
  StartOptionsArgs,
  StopOptionsArgs,
} from "./resources/server-args.js";
export type {
  AccessControlArgs,
  BackupArgs,
  BackupScheduleArgs,
  CertificateArgs,
  ConfigurationArgs,
  ServiceArgs,
  TimeoutsArgs,
} from "./resources/service-args.js";
