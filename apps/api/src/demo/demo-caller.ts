import { setTimeout as sleep } from 'node:timers/promises';
import { toGlobalId } from '#libs/api-kit';
import type { InnerVoice } from './inner-voice.js';

/** Milliseconds between two looks at what happens by itself. */
const PAUSE = 50;

interface Refusable {
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

interface Payload extends Refusable {
  readonly request: { readonly id: string } | null;
  readonly questionId?: string;
}

interface Step {
  readonly input: object;
  /** Of its own for every step. */
  readonly key: string;
  /** What of the payload is asked for, beside its problems. */
  readonly fields: string;
}

/** Mutations that make something take no version. */
const MAKING: ReadonlySet<string> = new Set([
  'createRequest',
  'draftAgreement',
  'recordTime',
  'registerProperty',
  'declarePeak',
  'declareFreeze',
  'proposeRoadmapItem',
  'schedulePlanning',
  'registerConsumer',
]);

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Commands of the people of the demo, each with a key of its own. */
export class DemoCaller {
  constructor(private readonly voice: InnerVoice) {}

  query<T>(source: string): Promise<T> {
    return this.voice.run<T>(source, { as: 'CMO' });
  }

  /** A command on a request. @throws when it was refused: the demo's own steps never are */
  command(title: string, name: string, input: object, key: string): Promise<Payload> {
    const made = name === 'askQuestion' ? 'questionId' : '';
    return this.give<Payload>(title, name, { input, key, fields: `request { id } ${made}` });
  }

  /**
   * A command whose payload shows some fields. A step that was taken on another day is done, though its dates were others.
   * @throws when it was refused
   */
  async give<T extends Refusable>(title: string, name: string, { input, key, fields }: Step): Promise<T> {
    const expect = MAKING.has(name) ? '' : 'expect: { latest: true }, ';
    const source = `mutation ($input: ${capitalised(name)}Input!, $key: String) {
      ${name}(input: $input, ${expect}idempotencyKey: $key) { ${fields} problems { code message } } }`;
    const variables = { input, key: `demo/${key}/${name}` };
    const payload = await this.voice.answer<T>(source, { as: title, variables });
    const problem = payload.problems.find(({ code }) => code !== 'IDEMPOTENCY_KEY_REUSED');
    if (problem) throw new Error(`The demo's ${name} (${key}) was refused: ${problem.code} ${problem.message}`);
    return payload;
  }

  /** Asks again until the answer is what the asynchronous work comes to. */
  async until<T>(source: string, isReady: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await this.query<T>(source);
      if (isReady(answer)) return answer;
      await sleep(PAUSE);
    }
  }

  personId(title: string): string {
    return this.voice.person(title).person.personId;
  }

  /** Its global id. */
  person(title: string): string {
    return toGlobalId('Person', this.personId(title));
  }
}
