import { toGlobalId } from '#libs/api-kit';
import type { DemoAccess } from '#libs/people';
import type { Voice } from '../voice.js';
import type { Cast } from './quarter.js';

/** Who takes part, by what they are called. */
export async function castOf(voice: Voice, people: readonly DemoAccess[]): Promise<Cast> {
  const { nodes } = await voice.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
    as: 'CMO',
  });
  return {
    people: new Map(people.map(({ title, person }) => [title, toGlobalId('Person', person.personId)])),
    teams: new Map(nodes.map(({ id, name }) => [name, id])),
  };
}
