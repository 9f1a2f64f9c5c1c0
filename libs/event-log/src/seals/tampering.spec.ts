import { generateKeyPairSync } from 'node:crypto';
import type { Position } from '../event.js';
import { chainHash, contentHash } from '../hashing.js';
import { decodeEvent, type EventTuple } from '../postgres/decode.js';
import { EVENT_COLUMNS } from '../postgres/statements.js';
import { verify } from '../verify.js';
import { proofOf } from './proof.js';
import { publicPem } from './seal.js';
import { sealsAfter, type StoredSeal } from './seal-rows.js';
import { SealBench } from './seals.fixture.js';
import { verifySeals, type VerifySealsOptions } from './verify-seals.js';

/** Somebody who owns the server changes what has happened, each time hiding more of the traces. Twelve events in seals of five. */
describe('somebody with every right', () => {
  let bench: SealBench;
  let positions: Position[];
  /** What had been exported before. */
  let anchors: StoredSeal[];
  beforeEach(async () => {
    bench = await SealBench.open();
    await bench.happen(6);
    await bench.owner.query(`select nextval('log.event_position')`); // a position that stays empty, as after a rollback
    await bench.happen(6);
    await bench.sealer({ most: 5 }).all();
    positions = await bench.positions();
    anchors = await sealsAfter(bench.owner, 0, 10);
  });
  afterEach(() => bench?.database.drop());

  const chains = () => verify(bench.owner);
  const seals = (options: VerifySealsOptions = {}) => verifySeals(bench.owner, options);
  const whole = { broken: 0, first: null };

  /** Makes the hashes of a stream fit what is stored, and its row fit its end. */
  const rehash = async (streamId: string): Promise<void> => {
    const { rows } = await bench.owner.query<{ event: EventTuple }>(
      `select ${EVENT_COLUMNS} as event from log.event e where stream_id = $1 order by version`,
      [streamId],
    );
    let head = Buffer.alloc(0);
    const statements: string[] = [];
    for (const event of rows.map((row) => decodeEvent(row.event))) {
      const content = contentHash(event);
      head = Buffer.from(chainHash(head, event.version, content));
      const hashes = `content_hash = '\\x${content.toString('hex')}', hash = '\\x${head.toString('hex')}'`;
      statements.push(`update log.event set ${hashes} where position = ${event.position}`);
    }
    const row = `version = ${rows.length}, head_hash = '\\x${head.toString('hex')}'`;
    await bench.tamper(...statements, `update log.stream set ${row} where stream_id = '${streamId}'`);
  };
  const edit = (at: number): Promise<void> =>
    bench.tamper(`update log.event set data = '{"text": "another story"}' where position = ${positions[at]!}`);

  it('is found by the chains who changes an event', async () => {
    await edit(4);
    const message = expect.stringContaining(`Position ${positions[4]}, stream thing-b, version 2`) as string;
    expect(await chains()).toMatchObject({ broken: 1, first: { kind: 'content', position: positions[4], message } });
  });

  it('is found by the seals who changes an event with its chain and its head', async () => {
    await edit(4);
    await rehash('thing-b');
    expect(await chains()).toMatchObject(whole);
    expect(await seals()).toMatchObject({
      broken: 3,
      first: {
        kind: 'sealed',
        number: 1,
        position: positions[4],
        message: expect.stringContaining(`position ${positions[4]} (stream thing-b, version 2) is not what was sealed`),
      },
    });
  });

  it('is found by the seals who changes an instant by a millisecond', async () => {
    await bench.tamper(
      `update log.event set recorded_at = recorded_at + interval '1 millisecond' where position = ${positions[7]!}`,
    );
    expect(await chains()).toMatchObject(whole);
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'sealed', number: 2, position: positions[7] } });
    await expect(proofOf(bench.owner, positions[7]!)).rejects.toThrow('Seal 2 does not hold any more');
  });

  it('is found by the seals who lets two events change places', async () => {
    const [one, other] = [positions[2]!, positions[3]!];
    await bench.tamper(
      `update log.event set position = 9999 where position = ${one}`,
      `update log.event set position = ${one} where position = ${other}`,
      `update log.event set position = ${other} where position = 9999`,
    );
    expect(await chains()).toMatchObject(whole);
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'sealed', number: 1, position: one } });
  });

  it('is found by the seals who removes the end of a stream with its traces', async () => {
    await bench.tamper(`delete from log.event where position = ${positions[9]!}`);
    await rehash('thing-a');
    expect(await chains()).toMatchObject({ ...whole, events: 11 });
    const message = expect.stringContaining(`an event after position ${positions[8]} is gone`) as string;
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'sealed', number: 2, message } });
  });

  it('is found by the seals who adds an event with a stream of its own', async () => {
    const empty = positions[5]! + 1;
    expect(positions).not.toContain(empty);
    const added = `jsonb_build_object('position', ${empty}, 'version', 1, 'event_id', gen_random_uuid(), 'stream_id', 'thing-z')`;
    await bench.tamper(
      `insert into log.event select (jsonb_populate_record(e, ${added})).* from log.event e where position = ${positions[3]!}`,
      `insert into log.stream select workspace_id, 'thing-z', stream_type, 1, '' from log.stream limit 1`,
    );
    await rehash('thing-z');
    expect(await chains()).toMatchObject({ ...whole, events: 13 });
    const message = expect.stringContaining(`position ${empty} (stream thing-z, version 1) was not there`) as string;
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'sealed', number: 2, position: empty, message } });
  });

  it('is found by the hash of the seal who changes what it says', async () => {
    await bench.tamper(`update log.seal set root = sha256('x') where number = 2`);
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'seal', number: 2 } });
    await bench.tamper('delete from log.seal where number = 2');
    expect(await seals()).toMatchObject({ broken: 1, first: { kind: 'order', number: 3 } });
  });

  /** Seals everything anew from this seal on. */
  const sealAgain = async (from: number, key: string | null = null): Promise<void> => {
    await bench.tamper(`delete from log.seal where number >= ${from}`);
    await bench.sealer({ most: 5, key }).all();
  };

  it('is found by the signature, or by its key, who seals anew with a key of his own', async () => {
    await edit(6);
    await rehash('thing-a');
    const own = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await sealAgain(2, own);
    const { publicKey, keyId } = anchors[0]!;
    expect(await seals({ trusted: [publicKey!] })).toMatchObject({ broken: 2, first: { kind: 'key', number: 2 } });
    await bench.tamper(`update log.seal set key_id = '\\x${keyId}' where number >= 2`);
    expect(await seals()).toMatchObject({ broken: 2, first: { kind: 'signature', number: 2 } });
    await bench.tamper(`update log.seal_key set public_key = '${publicPem(generateKeyPairSync('ed25519').publicKey)}'`);
    expect(await seals()).toMatchObject({ broken: 3, first: { kind: 'key', number: 1 } });
  });

  it('is found by what was exported who seals everything anew with the key that the database keeps', async () => {
    await edit(6);
    await rehash('thing-a');
    await sealAgain(1);
    expect(await chains()).toMatchObject(whole);
    expect(await seals({ trusted: [anchors[0]!.publicKey!] })).toMatchObject({ ...whole, seals: 3 });
    const { firstPosition, lastPosition } = anchors[1]!;
    expect(await seals({ anchors: anchors.slice(1, 2) })).toMatchObject({
      broken: 1,
      first: {
        kind: 'anchor',
        number: 2,
        message: expect.stringContaining(`Seal 2, positions ${firstPosition} to ${lastPosition}: it is not the seal`),
      },
    });
  });

  it('is found by what was exported who cuts off the end', async () => {
    await bench.tamper(`delete from log.event where position > ${anchors[1]!.lastPosition}`);
    for (const streamId of ['thing-a', 'thing-b', 'thing-c']) await rehash(streamId);
    await bench.tamper('delete from log.seal where number = 3');
    expect(await chains()).toMatchObject({ ...whole, events: 10 });
    expect(await seals()).toMatchObject(whole);
    expect(await seals({ anchors })).toMatchObject({
      broken: 1,
      first: { kind: 'anchor', number: 3, message: expect.stringContaining('cut off') },
    });
  });
});
