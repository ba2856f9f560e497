/** pulumi-biztalk: BizTalk services as Pulumi resources. */
import "./resources/needs-node.js";
export type { Edition, Power, Profile, Recovery } from "./resources/names.js";
export { Provider, type ProviderArgs } from "./resources/provider.js";
export { Service } from "./resources/service.js";
export { SERVICE_TYPE } from "./resource-types.js";
export type {
  AccessControlArgs,
  BackupArgs,
  BackupScheduleArgs,
  CertificateArgs,
  ConfigurationArgs,
  ServiceArgs,
  TimeoutsArgs,
} from "./resources/service-args.js";
