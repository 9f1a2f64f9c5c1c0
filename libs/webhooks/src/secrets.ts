import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Queryable, rowsOf, serviceSecret, sql } from '#libs/api-kit';

/** Bytes of a secret; the standard asks for 24 to 64. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets that sign side by side at most: of more the oldest ends. */
const MOST_SIGNING = 3;

/** Which secret of which webhook. */
export interface SecretKey {
  readonly workspaceId: string;
  readonly webhookId: string;
  readonly secretId: string;
}

/** Bound to its place: a secret that was moved to another webhook's row cannot be opened there. */
const boundTo = ({ workspaceId, webhookId, secretId }: SecretKey): Buffer =>
  Buffer.from(`${workspaceId}/${webhookId}/${secretId}`);

export function seal(secret: Buffer, key: Buffer, place: SecretKey): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(boundTo(place));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws for a text that was changed or belongs elsewhere */
export function unseal(sealed: Buffer, key: Buffer, place: SecretKey): Buffer {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const cipher = createDecipheriv(CIPHER, key, iv).setAAD(boundTo(place)).setAuthTag(tag);
  return Buffer.concat([cipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]);
}

/** A secret as a receiver is given it. */
export const written = (secret: Buffer): string => PREFIX + secret.toString('base64');

export interface NewSecret extends SecretKey {
  /** Version of the webhook that brought it. */
  readonly version: number;
  /** Hours for which the ones before go on signing. */
  readonly overlapHours: number;
}

interface Row {
  readonly workspace_id: string;
  readonly webhook_id: string;
  readonly secret_id: string;
  readonly sealed: Buffer;
}

/** Secrets of webhooks: encrypted with a key of the service, beside the log, and readable by whoever signs alone. */
export class WebhookSecrets {
  private key: Promise<Buffer> | null = null;

  constructor(private readonly db: Queryable) {}

  /**
   * Makes a secret, once: a repetition, or one that comes after a newer one, ends nothing.
   * @returns it as the receiver needs it; null when it was made before, because it is shown once
   */
  async make({ workspaceId, webhookId, secretId, version, overlapHours }: NewSecret): Promise<string | null> {
    const secret = randomBytes(SECRET_BYTES);
    const sealed = seal(secret, await this.serviceKey(), { workspaceId, webhookId, secretId });
    const made = await rowsOf<{ secret_id: string }>(
      this.db,
      sql`WITH others AS (
        SELECT secret_id, version, row_number() OVER (ORDER BY version DESC) AS place FROM webhooks.secret
        WHERE workspace_id = ${workspaceId}::uuid AND webhook_id = ${webhookId}::uuid AND secret_id <> ${secretId}::uuid
      ), made AS (
        INSERT INTO webhooks.secret (workspace_id, webhook_id, secret_id, version, sealed, expires_at)
        SELECT ${workspaceId}::uuid, ${webhookId}::uuid, ${secretId}::uuid, ${version}::int, ${sealed}::bytea,
          CASE WHEN EXISTS (SELECT FROM others WHERE version > ${version}) THEN
            clock_timestamp() + ${overlapHours} * interval '1 hour' END
        ON CONFLICT DO NOTHING RETURNING secret_id
      ), ended AS (
        UPDATE webhooks.secret s SET expires_at = CASE WHEN o.place >= ${MOST_SIGNING} THEN clock_timestamp()
          ELSE least(s.expires_at, clock_timestamp() + ${overlapHours} * interval '1 hour') END
        FROM others o, made
        WHERE s.workspace_id = ${workspaceId}::uuid AND s.webhook_id = ${webhookId}::uuid
          AND s.secret_id = o.secret_id AND o.version < ${version}
      ) SELECT secret_id FROM made`,
    );
    return made.length === 0 ? null : written(secret);
  }

  /** What signs at an instant (now, by the database’s clock, for null), the newest first, as the standard's library takes it; none: somebody has still to make one. */
  async signing(place: Omit<SecretKey, 'secretId'>, at: Date | null): Promise<string[]> {
    const { workspaceId, webhookId } = place;
    const rows = await rowsOf<Row>(
      this.db,
      sql`SELECT workspace_id, webhook_id, secret_id, sealed FROM webhooks.secret
        WHERE workspace_id = ${workspaceId}::uuid AND webhook_id = ${webhookId}::uuid AND (expires_at IS NULL OR expires_at > coalesce(${at}::timestamptz, clock_timestamp()))
        ORDER BY version DESC LIMIT ${MOST_SIGNING}`,
    );
    const key = await this.serviceKey();
    return rows.map(({ secret_id: secretId, sealed }) => written(unseal(sealed, key, { ...place, secretId })));
  }

  /** With the webhook its secrets go. */
  async forget({ workspaceId, webhookId }: Omit<SecretKey, 'secretId'>): Promise<void> {
    await rowsOf(
      this.db,
      sql`DELETE FROM webhooks.secret WHERE workspace_id = ${workspaceId}::uuid AND webhook_id = ${webhookId}::uuid`,
    );
  }

  private serviceKey(): Promise<Buffer> {
    this.key ??= serviceSecret(this.db, 'webhooks').catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return this.key;
  }
}
