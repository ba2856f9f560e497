/** The schema of the input `configuration`: groups as a program writes them (fact sheet, section 3.3). */
import { z } from "zod";
import { expects, groupOf, secret, text } from "./input-fields.js";

const days = (name: string): z.ZodNumber =>
  z
    .number({ error: expects(name, "a whole number of days, 1 or more") })
    .int()
    .min(1);

const BACKUP_SCHEDULE = z
  .strictObject(
    {
      store: secret("configuration.backupSchedule.store"),
      frequencyDays: days("configuration.backupSchedule.frequencyDays"),
      retentionDays: days("configuration.backupSchedule.retentionDays"),
      keepAtLeastOne: z
        .boolean({ error: expects("configuration.backupSchedule.keepAtLeastOne", "true or false") })
        .optional(),
    },
    groupOf("configuration.backupSchedule", "{ store, frequencyDays, retentionDays, keepAtLeastOne }"),
  )
  // Backup guide: retention must be longer than the interval (fact sheet, section 8.2).
  .refine(({ frequencyDays, retentionDays }) => retentionDays > frequencyDays, {
    error: "configuration.backupSchedule: retentionDays must be greater than frequencyDays.",
    path: ["retentionDays"],
  });

/** Settings of a service; each group is complete or left out. */
export const CONFIGURATION = z.strictObject(
  {
    customDomainUrl: text("configuration.customDomainUrl", "a host name").optional(),
    certificate: z
      .strictObject(
        {
          data: secret("configuration.certificate.data"),
          password: secret("configuration.certificate.password"),
        },
        groupOf("configuration.certificate", "{ data, password }"),
      )
      .optional(),
    trackingStore: secret("configuration.trackingStore").optional(),
    monitoringStore: secret("configuration.monitoringStore").optional(),
    archivingStore: secret("configuration.archivingStore").optional(),
    accessControl: z
      .strictObject(
        {
          namespace: text("configuration.accessControl.namespace", "an Access Control namespace"),
          issuerName: text("configuration.accessControl.issuerName", "an issuer name").optional(),
          issuerKey: secret("configuration.accessControl.issuerKey").optional(),
        },
        groupOf("configuration.accessControl", "{ namespace, issuerName, issuerKey }"),
      )
      .optional(),
    backupSchedule: BACKUP_SCHEDULE.optional(),
  },
  groupOf("configuration", "settings by name, as { customDomainUrl, certificate, trackingStore }"),
);
