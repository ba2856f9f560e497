/** Where the backups of these tests go, and the secret in it that nothing may print. */
export const STORE = "AccountName=a;AccountKey=k";

/** The same as a declared program gives it: a Pulumi secret. */
export const SECRET_STORE = { secret: STORE };
