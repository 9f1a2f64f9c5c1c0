import { Agent, request } from 'node:http';

/** One HTTP request to make; without a body it is a GET. */
export interface LoadCall {
  readonly url: string;
  readonly token: string;
  readonly body?: string;
  readonly accept?: string;
}

/** All calls, by so many clients, each of which awaits its answer before its next call. */
export interface LoadPlan {
  readonly clients: number;
  readonly calls: readonly LoadCall[];
  /** Text that every good answer holds. */
  readonly expect: string;
  /** A call ends as soon as this text has come: an answer that may go on is left. */
  readonly leaves?: boolean;
}

export type LoadReport = { readonly seconds: number } | { readonly failure: string };

const agents = new Map<number, Agent>();
const agentOf = (clients: number): Agent => {
  const agent = agents.get(clients) ?? new Agent({ keepAlive: true, maxSockets: clients });
  agents.set(clients, agent);
  return agent;
};

interface Client {
  readonly agent: Agent;
  /** Text after which nothing more is wanted. */
  readonly until?: string | undefined;
}

const answerOf = ({ url, token, body, accept }: LoadCall, { agent, until }: Client): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(accept !== undefined && { accept }),
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => {
        parts.push(part);
        if (until === undefined) return;
        const text = Buffer.concat(parts).toString();
        if (!text.includes(until)) return;
        resolve(text);
        sent.destroy();
      });
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

async function run({ clients, calls, expect, leaves }: LoadPlan): Promise<LoadReport> {
  const agent = agentOf(clients);
  let next = 0;
  const began = performance.now();
  const client = async (): Promise<void> => {
    while (next < calls.length) {
      const answer = await answerOf(calls[next++]!, { agent, until: leaves ? expect : undefined });
      if (!answer.includes(expect)) throw new Error(`Answered: ${answer.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { seconds: (performance.now() - began) / 1000 };
}

process.on('message', (plan: LoadPlan) => {
  void run(plan)
    .catch((error: unknown): LoadReport => ({ failure: String(error) }))
    .then((report) => process.send?.(report));
});
process.on('disconnect', () => agents.forEach((agent) => agent.destroy()));
