// Nothing in `src` looks up an object by a name that is known only when it comes: `constructor` would be found in every object. `own` finds what an object
// has itself; a Map does, too. The compiler tells which names these are.
import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Look-ups whose names are never a client's, or whose objects have no prototype, by their files. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  // where own properties are looked up
  'lib/own.ts': ['object'],
  'lib/json.ts': ['(value as Readonly<Record<string, unknown>>)'],
  // names of our own: columns, variables of the environment, placeholders of statements, types, routes
  'process/config.ts': ['variables', 'environment'],
  'domain/rules/docs.ts': ['models'],
  'domain/sql/precision.ts': ['sent', 'values'],
  'domain/sql/write.ts': ['variables', '(values as Readonly<Record<string, unknown>>)', 'row'],
  'domain/entities/version.ts': ['records'],
  'domain/document-record/update.ts': ['values'],
  'domain/integration-run/change.ts': ['given'],
  'domain/feed/predicate.ts': ['row'],
  'domain/webhook/message.ts': ['after'],
  'graphql/subscriptions/subscribe.ts': ['type.getFields()'],
  'domain/read/cursor.ts': ['(row as Record<string, unknown>)'],
  'domain/read/read.ts': ['row'],
  'domain/statistics/read.ts': ['figures', 'row'],
  'db/session/text-rows.ts': ['connection.parsedStatements', 'connection.submittedNamedStatements'],
  'graphql/schema/filters/filter-inputs.ts': ['enumLeaves', 'fields'],
  'graphql/field-by-field/statistics.ts': ['groupers', 'info.parentType.getFields()', 'type.getFields()'],
  'graphql/schema/sources/from.ts': ['row', '(await children(association, first, row, context))[0]?.'],
  'rest/openapi/document.ts': ['operations'],
  'rest/openapi/changes.ts': ['own'],
  'rest/openapi/examples.ts': ['examples'],
  'rest/openapi/schemas.ts': ['added', 'groupTexts', 'properties', 'shownToo'],
  'rest/response/layout.ts': ['shownToo'],
  'rest/openapi/texts.ts': ['ownWords', 'remarks'],
  'rest/equivalent/document.ts': ['actorFields'],
  'rest/equivalent/equivalent.ts': ['types'],
  'rest/equivalent/filter.ts': ['merged'],
  'rest/request/elements.ts': ['values', '(values as Readonly<Record<string, unknown>>)'],
  'rest/wire/resources.ts': ['renamed', 'renamed[entity]?.', 'aliases', 'aliases[entity]?.'],
  'rest/response/row-writer.ts': ['row'],
  'rest/response/selection.ts': ['row'],
  'rest/statistics/read.ts': ['values'],
  // single characters, and attributes that were looked for among the object's own
  'rest/response/escape-xml.ts': ['references'],
  'rest/request/read-xml.ts': ['attributes'],
  // objects without a prototype: graphql's own, and those of variables
  'graphql/limits/argument-cost.ts': ['input?.'],
  'graphql/limits/cost.ts': ['parent.getFields()'],
  'graphql/json-size.ts': ['(next as Readonly<Record<string, unknown>>)'],
  'graphql/field-by-field/authorize-payload.ts': ['fragments', 'type.getFields()'],
  'graphql/request/coerce-variables.ts': ['values'],
  'graphql/field-by-field/list.ts': ['info.fragments'],
  'graphql/single-statement/plan.ts': ['type.getFields()'],
  'graphql/single-statement/variables.ts': ['fields', '(read(variables) as Variables)', 'values'],
};

const { TypeFlags } = ts;
const settled = TypeFlags.StringLiteral | TypeFlags.NumberLike | TypeFlags.ESSymbolLike | TypeFlags.Never | TypeFlags.Undefined;

/** Whether all values of the type are known beforehand, or numbers. */
const isSettled = (type: ts.Type): boolean => (type.isUnion() ? type.types.every(isSettled) : (type.flags & settled) !== 0);

const root = resolve('src');

/** The types of our own files suffice: what comes from a package is any, and so a look-up to be reviewed. */
const programOf = (files: readonly string[]): ts.Program => {
  const options = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) =>
      text.startsWith('.') && !text.includes('/generated/prisma/client.')
        ? ts.resolveModuleName(text, from, options, host)
        : { resolvedModule: undefined },
    );
  return ts.createProgram({ rootNames: files, options, host });
};

/** What is looked up by a name that isn't settled, and where. */
const lookUpsIn = (program: ts.Program, path: string): string[] => {
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && !isSettled(checker.getTypeAtLocation(node.argumentExpression)))
      found.add(node.getText().slice(0, node.argumentExpression.getStart() - node.getStart() - 1));
    ts.forEachChild(node, visit);
  };
  const source = program.getSourceFile(path);
  if (source) visit(source);
  return [...found].sort();
};

test('names that are not known beforehand are looked up by `own`', () => {
  const files = ts.sys.readDirectory(root, ['.ts']).filter((path) => !path.includes('/generated/'));
  const program = programOf(files);
  const found = files.map((path) => [relative(root, path), lookUpsIn(program, path)] as const).filter(([, lookUps]) => lookUps.length > 0);
  const sorted = Object.entries(reviewed).map(([path, lookUps]) => [path, [...lookUps].sort()] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(sorted));
});
