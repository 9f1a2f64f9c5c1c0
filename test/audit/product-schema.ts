import { type GraphQLSchema, parse, type DocumentNode } from 'graphql';
import pg from 'pg';
import { secureSchema } from '#libs/api-kit';
import { peopleSecurity } from '#libs/people';
import { apiModules } from '../../apps/api/src/app.module.js';
import { buildSchemaOf } from '../../apps/api/src/graphql/schema/build.js';
import { printSorted } from '../../apps/api/src/graphql/schema/check.js';

/** The schema as the code has it now, and as `npm run schema` would write it. */
export interface ProductSchema {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  readonly document: DocumentNode;
}

/** Needs no database: nothing but the schema is made. */
export const productSchema = async (): Promise<ProductSchema> => {
  const schema = await buildSchemaOf(apiModules(new pg.Pool()), (built) => secureSchema(built, peopleSecurity));
  const sdl = printSorted(schema);
  return { schema, sdl, document: parse(sdl) };
};
