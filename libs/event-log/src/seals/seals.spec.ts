import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Housekeeping } from '../consumers/housekeeping.js';
import { exportedSeals, readAnchors } from './anchors.js';
import { type InclusionProof, NotSealed, proofOf, proofText } from './proof.js';
import { keyIdOf, NO_SEAL, publicPem, sealHash } from './seal.js';
import { sealsAfter } from './seal-rows.js';
import { SealBench } from './seals.fixture.js';
import { verifySeals } from './verify-seals.js';

const pemOf = (key = generateKeyPairSync('ed25519').privateKey): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Each spec goes on with the log as the one before left it. */
describe('seals', () => {
  let bench: SealBench;
  beforeAll(async () => void (bench = await SealBench.open()));
  afterAll(() => bench?.database.drop());
  const stored = () => sealsAfter(bench.app, 0, 1_000);
  const sound = async () => expect(await verifySeals(bench.owner)).toMatchObject({ broken: 0, first: null });

  it('cover nothing where nothing happened', async () => {
    expect(await bench.sealer().round()).toEqual([]);
    expect(await bench.sealer().all()).toEqual([]);
    const none = { seals: 0, events: 0, lastPosition: 0, unsealed: 0, broken: 0, first: null, keys: [] };
    expect(await verifySeals(bench.owner)).toEqual(none);
  });

  it('follow each other in ranges of a stated length, each signed over the one before', async () => {
    await bench.happen(10);
    const positions = await bench.positions();
    const sealed = await bench.sealer({ most: 4 }).all();
    expect(sealed.map(({ events }) => events)).toEqual([4, 4, 2]);
    expect(sealed.map(({ lastPosition }) => lastPosition)).toEqual([positions[3], positions[7], positions[9]]);
    expect(sealed.map(({ firstPosition }) => firstPosition)).toEqual([1, positions[3]! + 1, positions[7]! + 1]);
    expect(sealed.map(({ previous }) => previous)).toEqual([NO_SEAL, sealed[0]!.hash, sealed[1]!.hash]);
    expect(await stored()).toEqual(sealed.map((seal) => expect.objectContaining(seal)));
    await sound();
  });

  it('wait until enough has happened, or some minutes', async () => {
    await bench.happen(3);
    expect(await bench.sealer({ due: 50 }).round()).toEqual([]);
    expect(await verifySeals(bench.owner)).toMatchObject({ events: 10, unsealed: 3 });
    expect(await bench.sealer({ due: 50, minutes: 0 }).round()).toHaveLength(1);
    await bench.happen(2);
    expect(await bench.sealer({ due: 2 }).round()).toMatchObject([{ events: 2 }]);
  });

  it('leave out what is not below the horizon yet', async () => {
    const writer = await bench.owner.connect();
    await writer.query('begin; lock table log.event in row exclusive mode');
    await bench.happen(2);
    expect(await bench.sealer().all()).toEqual([]);
    await writer.query('rollback');
    writer.release();
    await bench.owner.query('select log.advance_horizon()');
    await bench.owner.query('select log.advance_horizon()');
    expect(await bench.sealer().all()).toMatchObject([{ events: 2 }]);
  });

  it('have no gap and no overlap when many seal at once', async () => {
    await bench.happen(40);
    const rounds = await Promise.all(Array.from({ length: 6 }, () => bench.sealer({ most: 3 }).all()));
    expect(
      rounds
        .flat()
        .map(({ events }) => events)
        .reduce((sum, events) => sum + events),
    ).toBe(40);
    expect(new Set(rounds.flat().map(({ number }) => number)).size).toBe(rounds.flat().length);
    await sound();
  });

  it('are made by housekeeping', async () => {
    await bench.happen(3);
    const before = (await stored()).length;
    await new Housekeeping({ pool: bench.app, sealer: bench.sealer({ minutes: 0 }) }).round();
    expect(await stored()).toHaveLength(before + 1);
  });

  it('are signed by the key that is given; a new key is a new name in the list of keys', async () => {
    const key = generateKeyPairSync('ed25519').privateKey;
    await bench.happen(2);
    const [seal] = await bench.sealer({ key: pemOf(key) }).all();
    expect(seal!.keyId).toBe(keyIdOf(publicPem(key)));
    const { keys, seals } = await verifySeals(bench.owner);
    expect(keys).toEqual([expect.objectContaining({ seals: seals - 1 }), { keyId: seal!.keyId, seals: 1 }]);
    expect((await stored()).at(-1)!.publicKey).toBe(publicPem(key));
    const trusted = await verifySeals(bench.owner, { trusted: [publicPem(key)] });
    expect(trusted).toMatchObject({ broken: seals - 1, first: { kind: 'key', number: 1 } });
  });

  it('are nobody’s to change, and the service’s only to add to', async () => {
    for (const table of ['log.seal', 'log.seal_key']) {
      for (const text of [`update ${table} set key_id = key_id`, `delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(bench.owner.query(text)).rejects.toMatchObject({ code: '42501' });
        await expect(bench.app.query(text)).rejects.toMatchObject({ code: '42501' });
      }
    }
    await expect(bench.app.query('insert into log.seal select * from log.seal')).rejects.toMatchObject({
      code: '42501',
    });
    const forged = `select log.add_seal((select max(number) + $1 from log.seal), array[1, 5], 1, now(),
      array[sha256('r'), sha256('p'), sha256('h'), sha256('k')], decode(repeat('00', 64), 'hex'), '\\x00000000', 'k') as added`;
    await expect(bench.app.query(forged, [1])).rejects.toMatchObject({ code: '23514' });
    expect((await bench.app.query<{ added: boolean }>(forged, [0])).rows).toEqual([{ added: false }]);
  });

  it('leave the house and come back as an anchor', async () => {
    const lines: string[] = [];
    for await (const line of exportedSeals(bench.app)) lines.push(line);
    const anchors = readAnchors(lines.join(''));
    expect(anchors).toEqual(await stored());
    expect(await verifySeals(bench.owner, { anchors })).toMatchObject({ broken: 0 });
    const more = { number: anchors.length + 1, hash: NO_SEAL };
    expect(await verifySeals(bench.owner, { anchors: [...anchors, more] })).toMatchObject({
      broken: 1,
      first: { kind: 'anchor', number: more.number, message: expect.stringContaining('cut off') },
    });
    const damaged = lines.with(2, lines[2]!.replace(/"events":(\d+)/, '"events":9$1'));
    expect(() => readAnchors(damaged.join(''))).toThrow('damaged in line 3');
    expect(() => readAnchors(lines.slice(1).join(''))).toThrow('no file of exported seals');
  });
});

describe('a proof that an event is in the log', () => {
  let bench: SealBench;
  let folder: string;
  beforeAll(async () => {
    bench = await SealBench.open();
    folder = await mkdtemp(join(tmpdir(), 'twolane-proof-'));
    await bench.happen(12);
    await bench.sealer({ most: 5 }).all();
  });
  afterAll(async () => {
    await bench?.database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const check = async (text: string, ...more: string[]): Promise<{ code: number; said: string }> => {
    const file = join(folder, `${Math.random()}.json`);
    await writeFile(file, text);
    return new Promise((resolve) => {
      execFile(process.execPath, ['apps/cli/check-proof.mjs', file, ...more], (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
      );
    });
  };
  /** Texts and numbers of a proof, by the way to them. */
  const fieldsOf = (value: unknown, way: readonly string[] = []): (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, [...way, name]))
      : [way];
  const changed = (value: unknown): unknown => {
    if (typeof value === 'number') return value + 1;
    const text = String(value);
    return /[0-9a-f]$/.test(text) ? text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a') : `${text}x`;
  };
  const withField = (
    proof: InclusionProof,
    way: readonly string[],
    bend: (old: unknown) => unknown,
  ): InclusionProof => {
    const copy = structuredClone(proof);
    let holder: Record<string, unknown> = copy as unknown as Record<string, unknown>;
    for (const name of way.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    holder[way.at(-1)!] = bend(holder[way.at(-1)!]);
    return copy;
  };

  it('is accepted for every event by the script that knows none of our code', async () => {
    const positions = await bench.positions();
    const proofs = await Promise.all(positions.map((position) => proofOf(bench.app, position)));
    const seals = await sealsAfter(bench.app, 0, 10);
    for (const proof of proofs) expect(sealHash(proof.seal)).toBe(seals[proof.seal.number - 1]!.hash);
    const key = join(folder, 'key.pem');
    await writeFile(key, proofs[0]!.publicKey);
    const answers = await Promise.all([0, 4, 7, 11].map((at) => check(proofText(proofs[at]!), key)));
    for (const { code, said } of answers) expect([code, said]).toEqual([0, expect.stringContaining('PROVEN: seal')]);
    expect(await proofOf(bench.app, proofs[3]!.event.eventId)).toEqual(proofs[3]);
  });

  it('is refused when any part of it was changed', async () => {
    const proof = await proofOf(bench.app, (await bench.positions())[6]!);
    const ways = fieldsOf(proof);
    expect(ways.length).toBeGreaterThan(25);
    const texts = ways.map((way) => proofText(withField(proof, way, changed)));
    const spelled = [
      proofText(withField(proof, ['leaf', 'index'], String)),
      proofText(withField(proof, ['seal', 'root'], (root) => String(root).toUpperCase())),
      proofText(withField(proof, ['publicKey'], (key) => `${String(key)}\n`)),
      proofText({ ...proof, note: 'approved' } as InclusionProof),
      proofText(withField(proof, ['path'], (path) => [...(path as string[]), NO_SEAL])),
      proofText(withField(proof, ['path'], (path) => (path as string[]).slice(1))),
      `${JSON.stringify(proof, null, 2)}\n`,
      proofText(proof).slice(0, -2),
      '',
    ];
    const answers = await Promise.all([...texts, ...spelled].map((text) => check(text)));
    const accepted = answers.flatMap(({ code, said }, at) =>
      code === 1 && said.startsWith('NOT PROVEN: ') ? [] : [ways[at]?.join('.') ?? spelled[at - ways.length]],
    );
    expect(accepted).toEqual([]);
  });

  it('is refused when another key signed it than the one at hand', async () => {
    const key = join(folder, 'other.pem');
    await writeFile(key, publicPem(generateKeyPairSync('ed25519').privateKey));
    const proof = await proofOf(bench.app, (await bench.positions())[0]!);
    expect(await check(proofText(proof), key)).toMatchObject({ code: 1, said: expect.stringContaining('another key') });
  });

  it('is there as soon as the event is sealed', async () => {
    await bench.happen(1);
    const position = (await bench.positions()).at(-1)!;
    await expect(proofOf(bench.app, position)).rejects.toThrow(NotSealed);
    await bench.sealer().all();
    expect(await proofOf(bench.app, position)).toMatchObject({ path: [], leaf: { index: 0, position } });
    await expect(proofOf(bench.app, position + 1_000)).rejects.toThrow('No such event');
  });
});
