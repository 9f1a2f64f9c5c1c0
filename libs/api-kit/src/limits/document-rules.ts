import { Kind, MaxIntrospectionDepthRule } from 'graphql';
import type {
  ASTVisitor,
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  ValidationContext,
  ValidationRule,
} from 'graphql';
import { limitExceeded } from '../api-errors.js';
import { rootFields } from './root-fields.js';
import type { Fragments } from './root-fields.js';

/** Most tokens of a document: the parser's `maxTokens`, so that a giant is dropped before it is a tree. */
export const MAX_TOKENS = 5000;

export interface DocumentLimits {
  /** Deepest nesting of fields; introspection has a rule of its own. */
  readonly maxDepth?: number;
  /** Most aliases in a document. */
  readonly maxAliases?: number;
  /** Most root fields of an operation, fragments opened. */
  readonly maxRootFields?: number;
  /** Most directives in a document. */
  readonly maxDirectives?: number;
}

const fragmentsOf = (document: DocumentNode): Fragments =>
  Object.fromEntries(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );

/** Depth of fields, fragments opened. A fragment is measured once and a cycle counts nothing: documents cannot make it slow. */
export function depthOf(operation: OperationDefinitionNode, fragments: Fragments): number {
  const known = new Map<string, number>();
  const ofSet = (set: SelectionSetNode | undefined): number => Math.max(0, ...(set?.selections ?? []).map(ofNode));
  const ofNode = (node: SelectionNode): number => {
    if (node.kind === Kind.FIELD) return node.name.value.startsWith('__') ? 0 : 1 + ofSet(node.selectionSet);
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSet(node.selectionSet);
    const name = node.name.value;
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    known.set(name, 0);
    known.set(name, ofSet(fragments[name]?.selectionSet));
    return known.get(name) ?? 0;
  };
  return ofSet(operation.selectionSet);
}

function operationRule(
  measure: (node: OperationDefinitionNode, fragments: Fragments) => number,
  limit: number,
  what: string,
): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const fragments = fragmentsOf(context.getDocument());
    return {
      OperationDefinition(node) {
        if (measure(node, fragments) > limit)
          context.reportError(limitExceeded(`An operation has at most ${limit} ${what}.`, limit));
      },
    };
  };
}

function countRule(count: (countOne: () => void) => ASTVisitor, limit: number, what: string): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    let found = 0;
    return count(() => {
      found += 1;
      if (found === limit + 1) context.reportError(limitExceeded(`A document has at most ${limit} ${what}.`, limit));
    });
  };
}

/** Rules for documents beyond those of the GraphQL specification; each reports LIMIT. */
export function documentRules(limits: DocumentLimits = {}): ValidationRule[] {
  const { maxDepth = 15, maxAliases = 50, maxRootFields = 20, maxDirectives = 50 } = limits;
  const aliases = (countOne: () => void): ASTVisitor => ({ Field: (node) => (node.alias ? countOne() : undefined) });
  const directives = (countOne: () => void): ASTVisitor => ({ Directive: () => countOne() });
  return [
    MaxIntrospectionDepthRule,
    operationRule(depthOf, maxDepth, 'levels of fields'),
    operationRule((node, fragments) => rootFields(node.selectionSet, fragments).size, maxRootFields, 'root fields'),
    countRule(aliases, maxAliases, 'aliases'),
    countRule(directives, maxDirectives, 'directives'),
  ];
}
