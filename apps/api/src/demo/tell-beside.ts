import type { DemoAccess } from '#libs/people';
import type { Log } from '#libs/platform';
import type { GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';
import { tellDemoHours } from './demo-hours.js';
import { InnerVoice } from './inner-voice.js';
import { tellDemoQuarter } from './tell-demo-quarter.js';

export interface Beside {
  readonly service: Service;
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly demo: readonly DemoAccess[];
  /** The same people in the workspace of the demo quarter. */
  readonly quarter: readonly DemoAccess[];
}

/**
 * Tells what of the demo takes a while the first time: the hours of the live workspace, then the demo quarter. Nobody waits for it. Gives
 * back how to stop it, which resolves when the step in hand is done; the next start goes on.
 */
export function tellBeside({ service, schema, log, demo, quarter }: Beside): () => Promise<void> {
  const stopped = new AbortController();
  const voice = (people: readonly DemoAccess[]) => new InnerVoice(service, schema, people, stopped.signal);
  const tell = async (): Promise<void> => {
    if (demo.length > 0) await tellDemoHours(service.pool, voice(demo));
    if (quarter.length > 0 && (await tellDemoQuarter(service.pool, voice(quarter), quarter)))
      log.info('the demo quarter is told');
  };
  const ended = tell().catch((error: unknown) => {
    const goesOn = 'the demo was cut short; the next start goes on with it';
    if (stopped.signal.aborted) log.info(goesOn);
    else log.warn({ err: error }, goesOn);
  });
  return () => {
    stopped.abort();
    return ended;
  };
}
