// node check-proof.mjs <proof.json> [<public-key.pem>]: is the event in the log as shown? Exit code 1 when any byte was changed.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
const refuse = (what) => process.exit(console.error(`NOT PROVEN: ${what}.`) ?? 1);
const need = (holds, what) => Boolean(holds) || refuse(what);
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (text) => need(/^([0-9a-f]{2})*$/.test(text), 'a hash is none') && Buffer.from(text, 'hex');
const isWhole = (value) => need(Number.isSafeInteger(value) && value >= 0, 'a number is none');
const int = (value, bytes = 8) => isWhole(value) && hex(value.toString(16).padStart(bytes * 2, '0'));
const instant = (text) => need(new Date(text).toISOString() === text, 'an instant is none') && int(Date.parse(text));
const named = (value, names) => need(Object.keys(value).join() === names, 'it shows what is not signed') && value;
const spki = (key, format) => createPublicKey(key).export({ type: 'spki', format });
// RFC 8785: members in order, without blanks; texts and numbers as JavaScript writes them.
const json = (value) => {
  if (Array.isArray(value)) return `[${value.map(json).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${json(value[name])}`).join()}}`;
};
// RFC 6962: on the left of a tree is the largest full one that is smaller than it.
const rootBy = (leaf, index, size, path) => {
  if (size <= 1) return need(index === 0 && path.length === 0, 'the path does not fit') && leaf;
  const [half, beside, rest] = [2 ** Math.ceil(Math.log2(size) - 1), hex(path.at(-1) ?? '-'), path.slice(0, -1)];
  if (index < half) return sha256(hex('01'), rootBy(leaf, index, half, rest), beside);
  return sha256(hex('01'), beside, rootBy(leaf, index - half, size - half, rest));
};
try {
  const bytes = readFileSync(process.argv[2]);
  const proof = named(JSON.parse(bytes), 'event,kind,leaf,path,publicKey,seal,stream');
  need(Buffer.from(`${json(proof)}\n`).equals(bytes), 'the file is not as it was written');
  const { event, kind, path, publicKey } = proof;
  const [stream, leaf] = [named(proof.stream, 'previous,version'), named(proof.leaf, 'index,position,recordedAt')];
  const seal = named(proof.seal, 'events,firstPosition,keyId,lastPosition,number,previous,root,sealedAt,signature');
  need(kind === 'twolane proof 1' && publicKey === spki(publicKey, 'pem'), 'it is of another kind');
  need(sha256(spki(publicKey, 'der')).equals(hex(seal.keyId)), 'the key is another one');
  const own = process.argv[3] && spki(readFileSync(process.argv[3]), 'pem');
  need(!own || own === publicKey, 'it was signed with another key than yours');
  const stored = sha256(hex(stream.previous), int(stream.version, 4), sha256(Buffer.from(json(event))));
  const leafHash = sha256(hex('00'), int(leaf.position), instant(leaf.recordedAt), stored);
  const root = isWhole(leaf.index) && rootBy(leafHash, leaf.index, seal.events, path);
  need(root.equals(hex(seal.root)), 'the event is not in the seal');
  const numbers = [seal.number, seal.firstPosition, seal.lastPosition, seal.events].map((value) => int(value));
  const sealed = sha256(hex('02'), ...numbers, instant(seal.sealedAt), hex(seal.root), hex(seal.previous));
  need(verify(null, sealed, publicKey, hex(seal.signature)), 'the signature is not that of the key');
  console.log(JSON.stringify({ ...leaf, ...stream, ...event }, null, 2));
  console.log(`PROVEN: seal ${seal.number} of ${seal.sealedAt}, ${sealed.toString('hex')},`);
  console.log(`signed by the key ${seal.keyId}${own ? ' (yours)' : ''}, holds it at position ${leaf.position}.`);
} catch (error) {
  refuse(`it cannot be read: ${error.message}`);
}
