import { Kind } from 'graphql';
import type { FragmentDefinitionNode, SelectionSetNode } from 'graphql';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode | undefined>>;

/** Response names of an operation's root fields, fragments opened; `__typename` asks for nothing. */
export function rootFields(set: SelectionSetNode, fragments: Fragments): Set<string> {
  const names = new Set<string>();
  const opened = new Set<string>();
  const open: SelectionSetNode[] = [set];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const node of next.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
      else if (node.kind === Kind.FIELD) names.add((node.alias ?? node.name).value);
      else if (!opened.has(node.name.value)) {
        opened.add(node.name.value);
        const fragment = fragments[node.name.value];
        if (fragment) open.push(fragment.selectionSet);
      }
    }
  }
  names.delete('__typename');
  return names;
}
