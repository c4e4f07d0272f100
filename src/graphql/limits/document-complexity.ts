// How much a document asks of whoever validates and executes it, reckoned from its syntax alone, before anything heavy is done with it. Each fragment
// is measured once, however often it is spread. A cycle of fragments counts once around; validation refuses it.
import { type DirectiveNode, type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

export interface Measures {
  /** Fields within fields; 1 for those of the root. */
  readonly depth: number;
  /** Fields that have an alias, or the same name as another one beside them: with `{ a a a … }` each is compared with each. */
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Whether it asks about the schema; `__typename` doesn't. */
  readonly introspects: boolean;
}

type Size = Measures;

const nothing: Size = { depth: 0, aliases: 0, rootFields: 0, directives: 0, introspects: false };

const directiveCount = (directives: readonly DirectiveNode[] | undefined): number => directives?.length ?? 0;

const introspection = new Set(['__schema', '__type']);

/** The largest measures of the document's operations; as if every fragment applied, and each were written out. */
export const measure = (document: DocumentNode): Measures => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();

  const sizeOfFragment = (name: string): Size => {
    const sized = known.get(name);
    if (sized) return sized;
    known.set(name, nothing); // for whoever comes here in a cycle
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet, directiveCount(fragment.directives)) : nothing;
    known.set(name, size);
    return size;
  };

  const sizeOf = (set: SelectionSetNode | undefined, ownDirectives: number): Size => {
    let { depth, aliases, rootFields, introspects } = nothing;
    let directives = ownDirectives;
    const names = new Set<string>();
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const inner = sizeOf(selection.selectionSet, directiveCount(selection.directives));
        depth = Math.max(depth, inner.depth + 1);
        aliases += inner.aliases + (selection.alias || names.has(name) ? 1 : 0);
        rootFields += 1;
        directives += inner.directives;
        introspects ||= inner.introspects || introspection.has(selection.name.value);
        names.add(name);
        continue;
      }
      const own = directiveCount(selection.directives);
      directives += own;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const key = `...${selection.name.value}`;
        if (names.has(key)) continue; // the executor takes a fragment once where it is spread twice
        names.add(key);
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? sizeOfFragment(selection.name.value) : sizeOf(selection.selectionSet, 0);
      depth = Math.max(depth, inner.depth);
      aliases += inner.aliases;
      rootFields += inner.rootFields;
      directives += inner.directives;
      introspects ||= inner.introspects;
    }
    return { depth, aliases, rootFields, directives, introspects };
  };

  return document.definitions
    .flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      const variables = (definition.variableDefinitions ?? []).reduce((sum, variable) => sum + directiveCount(variable.directives), 0);
      return [sizeOf(definition.selectionSet, variables + directiveCount(definition.directives))];
    })
    .reduce(
      (largest, size) => ({
        depth: Math.max(largest.depth, size.depth),
        aliases: Math.max(largest.aliases, size.aliases),
        rootFields: Math.max(largest.rootFields, size.rootFields),
        directives: Math.max(largest.directives, size.directives),
        introspects: largest.introspects || size.introspects,
      }),
      nothing,
    );
};
