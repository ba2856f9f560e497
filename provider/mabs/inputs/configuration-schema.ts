/**
 * The schema of the input `configuration`: groups as a program writes them (docs/protocol.md,
 * Bodies).
 */
import { z } from "zod";
import { hostName } from "./host-name.js";
import { expects, groupOf } from "../../pulumi/input-fields.js";
import { sendableSecret, sendableText } from "./sendable.js";

const days = (name: string): z.ZodNumber =>
  z
    .number({ error: expects(name, "a whole number of days, 1 or more", "required") })
    .int({ error: expects(name, "a whole number of days, 1 or more", "required") })
    .min(1, { error: expects(name, "a whole number of days, 1 or more", "required") });

const BACKUP_SCHEDULE = z.strictObject(
  {
    store: sendableSecret("configuration.backupSchedule.store", "required"),
    frequencyDays: days("configuration.backupSchedule.frequencyDays"),
    retentionDays: days("configuration.backupSchedule.retentionDays"),
    keepAtLeastOne: z
      .boolean({ error: expects("configuration.backupSchedule.keepAtLeastOne", "true or false") })
      .optional(),
  },
  groupOf(
    "configuration.backupSchedule",
    "{ store, frequencyDays, retentionDays, keepAtLeastOne }",
  ),
);

/** Settings of a service; each group is complete or left out. */
export const CONFIGURATION = z.strictObject(
  {
    customDomainUrl: hostName("configuration.customDomainUrl").optional(),
    certificate: z
      .strictObject(
        {
          data: sendableSecret("configuration.certificate.data", "required"),
          password: sendableSecret("configuration.certificate.password", "required"),
        },
        groupOf("configuration.certificate", "{ data, password }"),
      )
      .optional(),
    trackingStore: sendableSecret("configuration.trackingStore").optional(),
    monitoringStore: sendableSecret("configuration.monitoringStore").optional(),
    archivingStore: sendableSecret("configuration.archivingStore").optional(),
    accessControl: z
      .strictObject(
        {
          namespace: sendableText(
            "configuration.accessControl.namespace",
            "an Access Control namespace",
            "required",
          ),
          issuerName: sendableText(
            "configuration.accessControl.issuerName",
            "an issuer name",
          ).optional(),
          issuerKey: sendableSecret("configuration.accessControl.issuerKey").optional(),
        },
        groupOf("configuration.accessControl", "{ namespace, issuerName, issuerKey }"),
      )
      .optional(),
    backupSchedule: BACKUP_SCHEDULE.optional(),
  },
  groupOf("configuration", "settings by name, as { customDomainUrl, certificate, trackingStore }"),
);
