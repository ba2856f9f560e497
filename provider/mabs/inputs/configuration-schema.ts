/**
 * The schema of the input `configuration`: groups as a program writes them (docs/protocol.md,
 * Bodies).
 */
import { z } from "zod";
import { hostName } from "./host-name.js";
import { expects, groupOf, secret, text } from "../../pulumi/input-fields.js";
import { sendable } from "./sendable.js";

const days = (name: string): z.ZodNumber =>
  z
    .number({ error: expects(name, "a whole number of days, 1 or more", "required") })
    .int({ error: expects(name, "a whole number of days, 1 or more", "required") })
    .min(1, { error: expects(name, "a whole number of days, 1 or more", "required") });

const BACKUP_SCHEDULE = z.strictObject(
  {
    store: sendable(
      "configuration.backupSchedule.store",
      secret("configuration.backupSchedule.store", "required"),
    ),
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
          data: sendable(
            "configuration.certificate.data",
            secret("configuration.certificate.data", "required"),
          ),
          password: sendable(
            "configuration.certificate.password",
            secret("configuration.certificate.password", "required"),
          ),
        },
        groupOf("configuration.certificate", "{ data, password }"),
      )
      .optional(),
    trackingStore: sendable(
      "configuration.trackingStore",
      secret("configuration.trackingStore"),
    ).optional(),
    monitoringStore: sendable(
      "configuration.monitoringStore",
      secret("configuration.monitoringStore"),
    ).optional(),
    archivingStore: sendable(
      "configuration.archivingStore",
      secret("configuration.archivingStore"),
    ).optional(),
    accessControl: z
      .strictObject(
        {
          namespace: text(
            "configuration.accessControl.namespace",
            "an Access Control namespace",
            "required",
          ),
          issuerName: text("configuration.accessControl.issuerName", "an issuer name").optional(),
          issuerKey: sendable(
            "configuration.accessControl.issuerKey",
            secret("configuration.accessControl.issuerKey"),
          ).optional(),
        },
        groupOf("configuration.accessControl", "{ namespace, issuerName, issuerKey }"),
      )
      .optional(),
    backupSchedule: BACKUP_SCHEDULE.optional(),
  },
  groupOf("configuration", "settings by name, as { customDomainUrl, certificate, trackingStore }"),
);
