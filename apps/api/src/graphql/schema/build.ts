import { buildSchemaOptions } from '#libs/api-kit';
import { type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { describeCommonArguments } from './describe.js';

/** Whatever Nest takes as an import. */
export type ModuleLike = Type | DynamicModule | Promise<DynamicModule> | { forwardRef: () => Type };

/** The resolver classes declared in these modules and everything they import; nothing is instantiated. */
export const resolversOf = async (modules: readonly ModuleLike[]): Promise<Type[]> => {
  const found = new Set<Type>();
  const seen = new Set<unknown>();
  const visit = async (given: ModuleLike): Promise<void> => {
    const one = await given;
    const opened =
      'forwardRef' in one && typeof one.forwardRef === 'function' ? one.forwardRef() : (one as Type | DynamicModule);
    if (seen.has(opened)) return;
    seen.add(opened);
    const { providers, imports } = declared(opened);
    for (const provider of providers) if (isResolver(provider)) found.add(provider);
    for (const imported of imports) await visit(imported);
  };
  for (const module of modules) await visit(module);
  return [...found];
};

const declared = (module: Type | DynamicModule): { providers: Provider[]; imports: ModuleLike[] } => {
  const own = 'module' in module ? module : undefined;
  const type = own?.module ?? (module as Type);
  return {
    providers: [...metadata<Provider>(MODULE_METADATA.PROVIDERS, type), ...(own?.providers ?? [])],
    imports: [...metadata<ModuleLike>(MODULE_METADATA.IMPORTS, type), ...((own?.imports ?? []) as ModuleLike[])],
  };
};

const metadata = <Item>(key: string, type: Type): Item[] =>
  (Reflect.getMetadata(key, type) as Item[] | undefined) ?? [];

const isResolver = (provider: Provider): provider is Type =>
  typeof provider === 'function' && Reflect.hasMetadata(RESOLVER_TYPE_METADATA, provider);

/** The schema of these modules as the service will serve it, without a database or any other provider. */
export const buildSchemaOf = async (
  modules: readonly ModuleLike[],
  secureSchema: (schema: GraphQLSchema) => GraphQLSchema,
): Promise<GraphQLSchema> => {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const factory = builder.get(GraphQLSchemaFactory);
    const schema = await factory.create(await resolversOf(modules), buildSchemaOptions());
    return secureSchema(describeCommonArguments(schema));
  } finally {
    await builder.close();
  }
};
