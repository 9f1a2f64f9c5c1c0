import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  type GraphQLNamedType,
  type GraphQLSchema,
  isListType,
  type GraphQLScalarType,
  GraphQLString,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
} from 'graphql';
import { type CheckedOperation, refused } from '../pipeline.js';
import { columnsOf, fieldOf, keyOf, type Selecting } from './columns.js';

/** How the list of an operation becomes a table. */
export interface ExportPlan {
  /** Asks for one page; with variables `exportFirst`, `exportAfter` and `exportBegins` when the list has pages. */
  readonly page: Omit<CheckedOperation, 'variables'>;
  /** Where the list stands in the data: response keys. */
  readonly path: readonly string[];
  readonly columns: readonly (readonly string[])[];
  /** A connection: page after page; else a list that comes as a whole. */
  readonly isPaged: boolean;
  /** The cursor the caller begins after. */
  readonly after: string | null;
}

/** What is asked of a page beside its rows; the names are no business of the caller's. */
export interface ExportPage {
  readonly nodes: readonly unknown[];
  readonly exportPage: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly exportTotal?: number;
}

const OWN_FIELDS = fieldsOf('{ exportPage: pageInfo { hasNextPage endCursor } }');
const OWN_TOTAL = fieldsOf('{ exportTotal: totalCount @include(if: $exportBegins) }');
/** Most lists go on after a text, the log after a position. */
const ownVariables = (afterType: string) =>
  operationOf(parse(`query ($exportFirst: Int, $exportAfter: ${afterType}, $exportBegins: Boolean!) { a }`))
    .variableDefinitions ?? [];
const OWN_ARGUMENTS = argumentsOf('{ a(first: $exportFirst, after: $exportAfter) }');

function operationOf(document: DocumentNode): OperationDefinitionNode {
  return document.definitions[0] as OperationDefinitionNode;
}
function fieldsOf(source: string): readonly SelectionNode[] {
  return operationOf(parse(source)).selectionSet.selections;
}
function argumentsOf(source: string): readonly ArgumentNode[] {
  return (fieldsOf(source)[0] as FieldNode).arguments ?? [];
}

const ONE_LIST =
  'An export needs a query of one list: `{ things { nodes { id name } } }`, or a list inside of objects that ask for nothing else.';

/** The list an operation asks for, and how to ask for it page by page. @throws RefusedOperation (BAD_USER_INPUT) */
export function exportPlan(schema: GraphQLSchema, checked: CheckedOperation): ExportPlan {
  const { operation, document } = checked;
  const root = schema.getQueryType();
  if (operation.operation !== 'query' || !root) throw refused('Only queries can be exported.');
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const selecting = { schema, fragments: new Map(fragments.map((node) => [node.name.value, node])) };
  return new Planner(selecting, checked).plan(root);
}

interface Found {
  readonly field: FieldNode;
  /** The same selection with the page asked for. */
  readonly rewritten: FieldNode;
  readonly path: readonly string[];
  readonly columns: string[][];
  readonly isPaged: boolean;
  readonly after: string | null;
  /** Name of the scalar that `after` is. */
  readonly afterType: string;
}

class Planner {
  constructor(
    private readonly selecting: Selecting,
    private readonly checked: CheckedOperation,
  ) {}

  plan(root: GraphQLNamedType): ExportPlan {
    const { operation, document, operationName } = this.checked;
    const { rewritten, path, columns, isPaged, after, afterType } = this.find(onlyFieldOf(operation), root);
    const selections: readonly SelectionNode[] = [rewritten];
    const asking: OperationDefinitionNode = {
      ...operation,
      variableDefinitions: [...(operation.variableDefinitions ?? []), ...(isPaged ? ownVariables(afterType) : [])],
      selectionSet: { ...operation.selectionSet, selections },
    };
    const definitions = document.definitions.map((node) => (node === operation ? asking : node));
    const page = { document: { ...document, definitions }, operation: asking, operationName };
    return { page, path, columns, isPaged, after };
  }

  private find(node: FieldNode, on: GraphQLNamedType): Found {
    const field = fieldOf(on, node);
    const set = node.selectionSet;
    if (!field || !set) throw refused(ONE_LIST);
    const type = getNamedType(field.type);
    const here = { field: node, path: [keyOf(node)] };
    if (isListType(getNullableType(field.type))) {
      const whole = { isPaged: false, after: null, afterType: 'String' };
      return { ...here, ...whole, rewritten: node, columns: columnsOf(this.selecting, set, type) };
    }
    if (isConnection(type)) return { ...here, ...this.paged(node, on, type) };
    const inner = this.find(onlyFieldOf(node), type);
    const rewritten = { ...node, selectionSet: { ...set, selections: [inner.rewritten] } };
    return { ...inner, rewritten, path: [...here.path, ...inner.path] };
  }

  /** The connection with its nodes alone, and what leads to the next page. */
  private paged(node: FieldNode, on: GraphQLNamedType, type: GraphQLNamedType): Omit<Found, 'field' | 'path'> {
    const { nodes, set, nodeType } = nodesOf(node, type);
    const place = this.placeOf(node, on);
    const given = (node.arguments ?? []).filter(({ name }) => name.value !== 'after');
    const own = OWN_ARGUMENTS.filter(({ name }) => !given.some((one) => one.name.value === name.value));
    const totals = isObjectType(type) && 'totalCount' in type.getFields() ? OWN_TOTAL : [];
    const selections: readonly SelectionNode[] = [nodes, ...OWN_FIELDS, ...totals];
    return {
      rewritten: { ...node, arguments: [...given, ...own], selectionSet: { kind: Kind.SELECTION_SET, selections } },
      columns: columnsOf(this.selecting, set, nodeType),
      isPaged: true,
      ...place,
    };
  }

  /** The cursor it begins after; refuses to go backward and names of our own. */
  private placeOf(node: FieldNode, on: GraphQLNamedType): Pick<Found, 'after' | 'afterType'> {
    const { operation, variables } = this.checked;
    const definitions = operation.variableDefinitions ?? [];
    if (definitions.some(({ variable }) => variable.name.value.startsWith('export')))
      throw refused('Names of variables that begin with `export` are the export’s own.');
    const { coerced = {} } = getVariableValues(this.selecting.schema, definitions, variables);
    const field = fieldOf(on, node);
    const { last, before, after } = field ? getArgumentValues(field, node, coerced) : {};
    if (last != null || before != null) throw refused('An export goes forward: leave `last` and `before` out.');
    const scalar = scalarOfAfter(field);
    return { after: after == null ? null : String(scalar.serialize(after)), afterType: scalar.name };
  }
}

function scalarOfAfter(field: ReturnType<typeof fieldOf>): GraphQLScalarType {
  const type = getNamedType(field?.args.find(({ name }) => name === 'after')?.type);
  return type && isScalarType(type) ? type : GraphQLString;
}

/** The selection of a connection that becomes the rows. @throws RefusedOperation */
function nodesOf(node: FieldNode, type: GraphQLNamedType) {
  const nodes = node.selectionSet?.selections.find(
    (one): one is FieldNode => one.kind === Kind.FIELD && !one.alias && one.name.value === 'nodes',
  );
  const field = nodes && fieldOf(type, nodes);
  if (!field || !nodes.selectionSet) throw refused('Ask for the `nodes` of the list: they become the rows.');
  return { nodes, set: nodes.selectionSet, nodeType: getNamedType(field.type) };
}

const isConnection = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && 'nodes' in type.getFields() && 'pageInfo' in type.getFields();

function onlyFieldOf({ selectionSet }: OperationDefinitionNode | FieldNode): FieldNode {
  const fields = (selectionSet?.selections ?? []).filter(
    (node) => node.kind !== Kind.FIELD || node.name.value !== '__typename',
  );
  const [field] = fields;
  if (field?.kind !== Kind.FIELD || fields.length > 1) throw refused(ONE_LIST);
  return field;
}
