import { Global, Module } from '@nestjs/common';
import type { BuildSchemaOptions } from '@nestjs/graphql';
import { readsFromDirective } from './min-position.js';
import { needsDirective } from './needs.js';
import { NodeResolver, NodeResolvers, StaleVersionResolver } from './node.js';
import { problemTypes } from './problems.js';

/** `node`, `nodes`, and the registry in which contexts announce their types. Global: every context registers there. */
@Global()
@Module({ providers: [NodeResolvers, NodeResolver, StaleVersionResolver], exports: [NodeResolvers] })
export class ApiKitModule {}

/** What the schema builder must be told (`buildSchemaOptions`); called after all contexts are imported, for their problem types. */
export const buildSchemaOptions = (): BuildSchemaOptions => ({
  directives: [needsDirective, readsFromDirective],
  orphanedTypes: problemTypes(),
  numberScalarMode: 'integer',
});
