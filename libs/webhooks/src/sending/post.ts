import { Buffer } from 'node:buffer';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { URL_RULES } from '../domain/index.js';
import { checkedLookup, type LookupOptions } from './lookup.js';
import { urlProblem } from './public-address.js';
import { inWords, Refused } from './failure-words.js';

/** Of an answer so much is kept, in bytes. */
const KEPT_BYTES = 1024;
/** Of an answer so much is read, in bytes; its status has told all there is to know. */
const READ_BYTES = 64 * 1024;

export interface TransportOptions extends LookupOptions {
  /** Milliseconds for a whole call, from looking the name up to the end of the answer; 15,000 unless told. */
  readonly timeoutMs?: number;
}

/** What became of a call. Exactly one of `statusCode` and `error` may be null: the receiver answered, or it is said why it did not. */
export interface Outcome {
  readonly delivered: boolean;
  readonly statusCode: number | null;
  readonly durationMs: number;
  /** The beginning of the answer, up to 1 KB; null where there was none. */
  readonly answer: string | null;
  /** Why it does not count as delivered, in words; null where it does. */
  readonly error: string | null;
  /** The header, as it came. */
  readonly retryAfter?: string | undefined;
}

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the call before its time. */
  readonly signal?: AbortSignal;
}

type Answered = Pick<Outcome, 'statusCode' | 'answer' | 'retryAfter'>;

/** Calls receivers: public addresses alone, one answer each, no redirect followed. Every call has a connection of its own. */
export class WebhookTransport {
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  private readonly lookup: ReturnType<typeof checkedLookup>;

  constructor(options: TransportOptions) {
    this.allowPrivate = options.allowPrivate;
    this.timeoutMs = options.timeoutMs ?? 15_000;
    this.lookup = checkedLookup(options);
  }

  /** What is wrong with an address before its name is looked up. */
  readonly urlProblem = (url: URL) => urlProblem(url, this);

  /** Never throws: whatever happens is an outcome. */
  async post(call: Call): Promise<Outcome> {
    const began = performance.now();
    const over = AbortSignal.timeout(this.timeoutMs);
    const signal = call.signal ? AbortSignal.any([over, call.signal]) : over;
    try {
      const answered = await this.call(call, signal);
      return { ...judged(answered), ...answered, durationMs: since(began) };
    } catch (cause) {
      const error = inWords(over.aborted ? over.reason : cause, this.timeoutMs);
      return { delivered: false, statusCode: null, durationMs: since(began), answer: null, error };
    }
  }

  private call({ url: address, headers, body }: Call, signal: AbortSignal): Promise<Answered> {
    const url = new URL(address);
    // An address that is a number is not looked up by anybody: it is checked here.
    const problem = this.urlProblem(url);
    if (problem !== null) return Promise.reject(new Refused(URL_RULES[problem]));
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const options = { method: 'POST', headers: { ...headers, ...length }, agent: false, lookup: this.lookup, signal };
      const sent = request(url, options, (response) => {
        read(response).then((answer) => {
          sent.destroy();
          resolve({ ...answer, retryAfter: response.headers['retry-after'] });
        }, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

const since = (began: number): number => Math.round(performance.now() - began);

function judged({ statusCode }: Answered): Pick<Outcome, 'delivered' | 'error'> {
  const code = statusCode ?? 0;
  if (code >= 200 && code < 300) return { delivered: true, error: null };
  const isRedirect = code >= 300 && code < 400;
  return {
    delivered: false,
    error: isRedirect
      ? `It answered with a redirect (${code}), which is not followed: register the final address.`
      : `It answered with ${code}.`,
  };
}

/** The beginning of an answer; what is longer than anybody needs is not read. */
async function read(response: IncomingMessage): Promise<Pick<Outcome, 'statusCode' | 'answer'>> {
  const chunks: Buffer[] = [];
  let kept = 0;
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(0, KEPT_BYTES - kept);
    chunks.push(piece);
    kept += piece.length;
    bytes += chunk.length;
    if (bytes > READ_BYTES) break;
  }
  return { statusCode: response.statusCode ?? null, answer: textOf(Buffer.concat(chunks)) };
}

/** Readable text of at most so many bytes: what cannot be stored or shown is a blank. */
const textOf = (bytes: Buffer): string | null => {
  const text = bytes
    .toString('utf8')
    .replace(/\uFFFD+$/u, '')
    .replace(/[^\P{C}\n\t]+/gu, ' ')
    .trim();
  return text === '' ? null : text;
};
