import { beforeAll, describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { ask, formats, messagesOf } from './both-formats.js';
import { selected, upTo, without } from './selected.js';

const world = useWorld();

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const all = upTo(200);

beforeAll(async () => {
  // two errors of one run, of which neither has both a blue status and the revision 9, and one of another run that has
  await world.database.prisma.integrationError.createMany({
    data: [
      { id: 9001, integrationRunId: 1, integrationId: 1, status: 'blue', documentRevision: 8 },
      { id: 9002, integrationRunId: 1, integrationId: 1, status: 'red', documentRevision: 9 },
      { id: 9003, integrationRunId: 5, integrationId: 5, status: 'blue', documentRevision: 9, documentType: 'CONTRACT', documentId: 3 },
    ],
  });
  await world.database.prisma.integrationErrorResponse.create({ data: { integrationErrorId: 9003, code: 'only', message: 'Only here' } });
});

const ofIntegration = (...ids: number[]) => all.filter((run) => ids.includes(1 + ((run - 1) % 12)));

const selections: [path: string, query: string, ids: number[]][] = [
  // one deep
  [runs, 'integration[code]=hr-users', ofIntegration(7)],
  [runs, 'integration[id]=7', ofIntegration(7)],
  [runs, 'integration[name][starts_with]=hr', []],
  [runs, 'integration[code][starts_with]=HR-', ofIntegration(7, 8)],
  [runs, 'integration[code[starts_with]]=HR-', ofIntegration(7, 8)],
  [runs, 'integration[end-system-type]=hr', ofIntegration(7, 8)],
  [runs, 'integration[integration_type][blank]=true', ofIntegration(12)],
  [runs, 'integration[code][not_eq]=hr-users', without(all, ...ofIntegration(7))],
  [runs, 'integration_errors[status]=blue', [1, 5]],
  [runs, 'integration-errors[status]=blue', [1, 5]],
  [runs, 'integration_errors[document_id][in]=3&integration_errors[id][gt]=9000', [5]],
  ['/api/integrations', 'integration_runs[id]=7', [7]],
  ['/api/integrations', 'integration_errors[status]=blue', [1, 5]],
  ['/api/contracts', 'integration_errors[id]=9003', [3]],
  ['/api/contracts', 'integration_runs[id]=5', [3]],
  [errors, 'integration_run[id]=5', [4, 9003]],
  [errors, 'integration-run[status][in]=successful&status=blue', [9003]],
  [errors, 'responses[response_code]=only', [9003]],
  [errors, 'responses[response-message][contains]=ONLY', [9003]],
  [errors, 'contract[number]=C-1003&status[blank]=false', [9003]],
  // two deep, in both styles of brackets
  [runs, 'integration_errors[responses][response_code]=only', [5]],
  [runs, 'integration_errors[responses[response_code]]=only', [5]],
  [runs, 'integration_errors[responses][response_code][starts_with]=ONL', [5]],
  [runs, 'integration_errors[responses[response_code[starts_with]]]=ONL', [5]],
  [runs, 'integration_errors[contract][supplier[name]]=Cascade Freight&integration_errors[status]=blue', [5]],
  [errors, 'integration_run[integration][code]=erp-accounts&status=blue', [9003]],
  [errors, 'integration_run[integration[code]]=erp-accounts&status=blue', [9003]],
  ['/api/contracts', 'integration_runs[integration][code]=erp-accounts&integration_errors[status]=blue', [3]],
  // several conditions on one association are about one record
  [runs, 'integration_errors[status]=blue&integration_errors[document_revision]=9', [5]],
  [runs, 'integration_errors[status]=blue&integration-errors[document-revision]=8', [1]],
  [runs, 'integration_errors[document_revision][gt]=8&integration_errors[document_revision][lt]=10', [1, 5]],
  [runs, 'integration_errors[id][gt]=9000&integration_errors[id][lt]=9002', [1]],
  [runs, 'integration_errors[id]=9001&integration_errors[id]=9002', []],
  [runs, 'integration_errors[status]=red&integration_errors[responses][response_code]=only', []],
  // an unset value is not the value either, and one record is enough
  [runs, 'integration_errors[status][not_eq]=blue&id[lt]=6', [1, 3, 4, 5]],
  // flat keys
  [runs, 'integration_id=7', ofIntegration(7)],
  [runs, 'integration-id[in]=7,8', ofIntegration(7, 8)],
  [errors, 'integration_run_id=1', [9001, 9002]],
  [errors, 'integration-run-id[in]=1,5', [4, 9001, 9002, 9003]],
  [errors, 'integration_id=5&status=blue', [9003]],
  // ranges by repeated keys
  [runs, 'id[gt]=5&id[lt]=9', [6, 7, 8]],
  [runs, 'id[gt_or_eq]=5&id[lt_or_eq]=9&id[not_eq]=7', [5, 6, 8, 9]],
  [runs, 'id=5&id=6', []],
  [runs, 'id[gt]=3&id[gt]=197', [198, 199, 200]],
  // names of either spelling, nothing asked, and what is ignored
  [runs, 'total-records[gt]=463&total_records[lt]=465', [12]],
  [runs, 'filter=default&exported=false&id=3', [3]],
  [runs, '', all],
];

const spellings: [title: string, spell: (query: string) => string][] = [
  ['raw', (query) => query],
  ['percent-encoded', (query) => query.replaceAll('[', '%5B').replaceAll(']', '%5D')],
  ['percent-encoded in lower case', (query) => query.replaceAll('[', '%5b').replaceAll(']', '%5d')],
];

describe.each(formats)('in %s', (format) => {
  describe.each(spellings)('with %s brackets', (_title, spell) => {
    test.each(selections)('%s?%s', async (path, query, ids) => {
      expect(await selected(world, format, path, spell(query))).toEqual(ids);
    });
  });

  test.each([
    ['integration[bogus]=1', 'integration.bogus'],
    ['integration_errors[bogus][code]=1', 'integration_errors.bogus'],
    ['integration_errors[responses][bogus]=1', 'integration_errors.responses.bogus'],
    ['integration_errors[integration][integration_runs][id]=1', 'integration_errors.integration.integration_runs'],
    ['transitions[to]=running', 'transitions'],
    ['created_by[login]=local', 'created_by'],
  ])('refuses %s', async (query, name) => {
    const answer = await ask(world, format, 'GET', `${runs}?${query}`);
    expect([answer.status, messagesOf(answer)]).toEqual([400, [expect.stringContaining(`There is no attribute "${name}".`)]]);
    expect(messagesOf(answer)).toEqual([expect.stringMatching(/ There are .* and .*\.$/)]);
  });
});
