import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  FragmentSpreadNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { badUserInput, limitExceeded } from '../api-errors.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../connection/connection.js';
import { assertNesting } from './nesting.js';

/** How many objects a list without a size of its own is taken to hold. */
export const ASSUMED_LIST = 10;
const MUTATION_COST = 10;

export interface Weighed {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** Raw variables, as the caller sent them: they are coerced here, as the execution will. */
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

interface Scope {
  readonly type: GraphQLNamedType;
  readonly sets: readonly SelectionSetNode[];
  /** How many objects of this type there are. */
  readonly times: number;
  /** Inside a connection: how many edges or nodes its page holds. */
  readonly page: number | null;
}

interface Collected {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
}

/**
 * What an operation asks for: 1 for every object it may return (lists multiply: `first`, `last`, the length of `ids`, else 10), 10 for a
 * mutation, the field's own `complexity` where it has one, nothing for plain values. Stops counting above `cap`.
 * BAD_USER_INPUT when the variables do not fit or the operation cannot be told, LIMIT when they are nested too deeply.
 */
export function costOf(weighed: Weighed, cap = Number.POSITIVE_INFINITY): number {
  return new Scale(weighed, cap).weigh();
}

/** LIMIT for an operation above the limit. */
export function assertCost({ limit, ...weighed }: Weighed & { readonly limit: number }): void {
  if (costOf(weighed, limit) > limit)
    throw limitExceeded(`This asks for too much at once: its cost is above ${limit}.`, limit);
}

class Scale {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private variables: Record<string, unknown> = {};
  private total = 0;
  private visited = 0;

  constructor(
    private readonly weighed: Weighed,
    private readonly cap: number,
  ) {
    const definitions = weighed.document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(definitions.map((node) => [node.name.value, node]));
  }

  weigh(): number {
    const { schema, document, operationName } = this.weighed;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw badUserInput('Name the operation to run.');
    this.variables = this.coerced(operation);
    const type = schema.getRootType(operation.operation);
    if (type) this.add({ type, sets: [operation.selectionSet], times: 1, page: null });
    return this.total;
  }

  private coerced({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
    const { schema, variables } = this.weighed;
    assertNesting(variables);
    const { errors, coerced = {} } = getVariableValues(schema, variableDefinitions, variables ?? {});
    const [error] = errors ?? [];
    if (error) throw error.extensions['code'] === undefined ? badUserInput(error.message) : error;
    return coerced;
  }

  private add(scope: Scope): void {
    for (const { field, nodes } of this.collect(scope).values()) {
      if (this.total > this.cap) return;
      this.addField(scope, field, nodes);
    }
  }

  private addField(scope: Scope, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): void {
    const [first] = nodes;
    if (!first) return;
    const type = getNamedType(field.type);
    const args = field.args.length > 0 ? getArgumentValues(field, first, this.variables) : {};
    const times = scope.times * (isListType(getNullableType(field.type)) ? listSize(args, scope.page) : 1);
    // A list that comes out empty was asked for all the same.
    this.total += Math.max(scope.times, times) * this.baseCost(scope.type, field);
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    if (sets.length > 0) this.add({ type, sets, times, page: pageSize(field, args) });
  }

  private baseCost(parent: GraphQLNamedType, field: GraphQLField<unknown, unknown>): number {
    const own = field.extensions['complexity'];
    if (typeof own === 'number') return own;
    if (parent === this.weighed.schema.getMutationType()) return MUTATION_COST;
    return isCompositeType(getNamedType(field.type)) ? 1 : 0;
  }

  /** The fields of an object, merged as the execution merges them; of exclusive fragments all are counted. */
  private collect({ type, sets }: Scope): Map<string, Collected> {
    const found = new Map<string, Collected>();
    const opened = new Set<string>();
    const visit = (node: SelectionNode, on: GraphQLNamedType): void => {
      if (this.isSkipped(node)) return;
      this.count();
      if (node.kind === Kind.FIELD) return collectField(found, node, on);
      const fragment = this.fragmentOf(node, opened);
      const condition = fragment?.typeCondition && this.weighed.schema.getType(fragment.typeCondition.name.value);
      fragment?.selectionSet.selections.forEach((inner) => visit(inner, condition ?? on));
    };
    for (const set of sets) for (const node of set.selections) visit(node, type);
    return found;
  }

  /** What a fragment holds; a named one is opened once, as the execution does. */
  private fragmentOf(
    node: FragmentSpreadNode | InlineFragmentNode,
    opened: Set<string>,
  ): FragmentDefinitionNode | InlineFragmentNode | undefined {
    if (node.kind === Kind.INLINE_FRAGMENT) return node;
    const name = node.name.value;
    if (opened.has(name)) return undefined;
    opened.add(name);
    return this.fragments.get(name);
  }

  /** Plain values cost nothing, but looking at them does: fragments inside fragments must not keep us busy. */
  private count(): void {
    this.visited += 1;
    if (this.visited > 10 * this.cap) this.total = Number.POSITIVE_INFINITY;
  }

  private isSkipped(node: SelectionNode): boolean {
    if (!node.directives?.length) return false;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.variables);
    return skip?.['if'] === true || include?.['if'] === false;
  }
}

function collectField(found: Map<string, Collected>, node: FieldNode, on: GraphQLNamedType): void {
  const field = isObjectType(on) || isInterfaceType(on) ? on.getFields()[node.name.value] : undefined;
  // Introspection and __typename read what is in memory; a rule of its own bounds them.
  if (!field) return;
  const key = `${on.name}.${(node.alias ?? node.name).value}`;
  const known = found.get(key);
  if (known) known.nodes.push(node);
  else found.set(key, { field, nodes: [node] });
}

const sizeIn = (args: Readonly<Record<string, unknown>>): number | null => {
  const asked = args['first'] ?? args['last'];
  // More than a page is refused by the page itself, and less than nothing is too.
  return typeof asked === 'number' ? Math.min(Math.max(asked, 0), MAX_PAGE) : null;
};

function listSize(args: Readonly<Record<string, unknown>>, page: number | null): number {
  const { ids } = args;
  return page ?? sizeIn(args) ?? (Array.isArray(ids) ? ids.length : ASSUMED_LIST);
}

function pageSize(field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>): number | null {
  const pages = field.args.some(({ name }) => name === 'first') && !isListType(getNullableType(field.type));
  return pages ? (sizeIn(args) ?? DEFAULT_PAGE) : null;
}
