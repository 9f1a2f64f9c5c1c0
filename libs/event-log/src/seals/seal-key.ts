import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { translate } from '../postgres/failures.js';
import { publicPem } from './seal.js';

/**
 * The key seals are signed with: the one that was given, else one that is made once and kept in the database, where whoever owns the
 * database can use it.
 * @param pem an Ed25519 private key in PKCS#8
 * @throws Unavailable
 */
export async function sealKeyOf(pool: Pick<Pool, 'query'>, pem: string | null): Promise<KeyObject> {
  if (pem !== null) return createPrivateKey(pem);
  const { rows } = await pool
    .query<{ kept: string }>('select private_key as kept from log.seal_secret')
    .catch(translate);
  return createPrivateKey(rows[0]?.kept ?? (await made(pool)));
}

async function made(pool: Pick<Pool, 'query'>): Promise<string> {
  const offered = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const { rows } = await pool
    .query<{ kept: string }>('select log.seal_secret_once($1) as kept', [offered])
    .catch(translate);
  return rows[0]!.kept;
}

/** The public key (PEM) that belongs to `sealKeyOf`. @throws Unavailable */
export const publicSealKey = async (pool: Pick<Pool, 'query'>, pem: string | null): Promise<string> =>
  publicPem(await sealKeyOf(pool, pem));
