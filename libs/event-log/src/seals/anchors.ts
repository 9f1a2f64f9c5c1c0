import type { Pool } from 'pg';
import { ValidationFailed } from '../refusal.js';
import { isSignedBy, keyIdOf, type Seal, sealHash } from './seal.js';
import { allSeals } from './seal-rows.js';

/** First line of an exported file. */
const KIND = 'twolane seals 1';

/** A seal as it is exported, with the public key it was signed by. */
export interface ExportedSeal extends Seal {
  readonly publicKey: string;
}

/** The lines of a file that can be kept where nobody of this installation can change it: a head, then one seal a line as JSON. */
export async function* exportedSeals(pool: Pick<Pool, 'query'>): AsyncGenerator<string, void, undefined> {
  yield `${JSON.stringify({ kind: KIND })}\n`;
  for await (const seal of allSeals(pool)) yield `${JSON.stringify(seal)}\n`;
}

/** The seals of an exported file. @throws ValidationFailed naming the line that was damaged */
export function readAnchors(text: string): ExportedSeal[] {
  const [head, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (head !== JSON.stringify({ kind: KIND })) throw new ValidationFailed('This is no file of exported seals.');
  return lines.map((line, index) => {
    const seal = soundSeal(line);
    if (seal === null) throw new ValidationFailed(`The file of exported seals is damaged in line ${index + 2}.`);
    return seal;
  });
}

/** What a line says, when it is one of ours to the last byte that counts. */
function soundSeal(line: string): ExportedSeal | null {
  try {
    const seal = JSON.parse(line) as ExportedSeal;
    const isSound = sealHash(seal) === seal.hash && keyIdOf(seal.publicKey) === seal.keyId;
    return isSound && isSignedBy(seal.publicKey, seal) ? seal : null;
  } catch {
    return null;
  }
}
