import { Agent, request } from 'node:http';

/** One HTTP request to make; without a body it is a GET. */
export interface LoadCall {
  readonly url: string;
  readonly token: string;
  readonly body?: string;
}

/** All calls, by so many clients, each of which awaits its answer before its next call. */
export interface LoadPlan {
  readonly clients: number;
  readonly calls: readonly LoadCall[];
  /** Text that every good answer holds. */
  readonly expect: string;
}

export type LoadReport = { readonly seconds: number } | { readonly failure: string };

const agents = new Map<number, Agent>();
const agentOf = (clients: number): Agent => {
  const agent = agents.get(clients) ?? new Agent({ keepAlive: true, maxSockets: clients });
  agents.set(clients, agent);
  return agent;
};

const answerOf = ({ url, token, body }: LoadCall, agent: Agent): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

async function run({ clients, calls, expect }: LoadPlan): Promise<LoadReport> {
  const agent = agentOf(clients);
  let next = 0;
  const began = performance.now();
  const client = async (): Promise<void> => {
    while (next < calls.length) {
      const answer = await answerOf(calls[next++]!, agent);
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
