import { beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';
import { ask, formats, messagesOf } from './both-formats.js';
import { selected, upTo, without } from './selected.js';

const world = useWorld();

const all = upTo(12);
const contracts = upTo(20);
const integrations = '/api/integrations';
const runs = '/api/integration_runs';
const errors = '/api/integration_errors';

const texts = ['50%', 'a_b', 'a\\b', `it's "so"`, 'Ärger', 'straße 日本 😀', '', '  ', 'axb', '\t\n'];
const [first, last] = [9001, 9001 + texts.length - 1];

beforeAll(async () => {
  await world.database.prisma.integrationError.createMany({
    data: texts.map((status, index) => ({ id: first + index, integrationRunId: 1, integrationId: 1, status })),
  });
  await world.database.write(Prisma.sql`UPDATE integration_runs SET created_at = '2026-06-15T11:55:00.789Z' WHERE id = 200`);
});

const odd = (operator: string, operand: string) =>
  `id[gt_or_eq]=${first}&id[lt_or_eq]=${last}&status${operator}=${encodeURIComponent(operand)}`;
const late = 'id[gt]=196&';

/** Every operator on every kind of attribute that it is for, and the ids that it selects. */
const selections: [path: string, query: string, ids: number[]][] = [
  // text
  [integrations, 'name=ERP receipt import', [4]],
  [integrations, 'name=erp receipt import', []],
  [integrations, 'code[contains]=ERP', [1, 2, 3, 4, 5, 6]],
  [integrations, 'name[starts_with]=erp', [1, 2, 3, 4]],
  [integrations, 'name[ends_with]=EXPORT', [1, 3, 9]],
  [integrations, 'name[blank]=true', []],
  [integrations, 'name[blank]=false', all],
  [integrations, 'code[gt]=hr-users', [9, 12]],
  [integrations, 'code[lt]=clm-contracts', [10]],
  [integrations, 'code[gt_or_eq]=pay-payments', [9, 12]],
  [integrations, 'code[lt_or_eq]=clm-contracts', [10, 11]],
  [integrations, 'code[not_eq]=erp-rates', without(all, 6)],
  [integrations, 'code[in]=erp-rates,hr-users,none', [6, 7]],
  [integrations, 'code[in]=erp-rates', [6]],
  [integrations, 'code[in]=', []],
  [integrations, 'code[not_in]=erp-rates,hr-users', without(all, 6, 7)],
  [integrations, 'code[not_in]=', all],
  // enums
  [integrations, 'integration_type=xml', [3, 6]],
  [integrations, 'integration_type[not_eq]=xml', without(all, 3, 6)],
  [integrations, 'integration_type[in]=json,xml', [3, 6, 7, 8]],
  [integrations, 'integration_type[in]=corporate_credit_card_file', [10]],
  [integrations, 'integration_type[in]=', []],
  [integrations, 'integration_type[not_in]=flat_file,api', [3, 6, 7, 8, 10, 12]],
  [integrations, 'integration_type[blank]=true', [12]],
  [integrations, 'integration_type[blank]=false', without(all, 12)],
  [runs, 'status=running', [2, 27, 52, 77, 102, 127, 152, 177]],
  ['/api/contracts', 'type=AmendmentContract', [4, 8, 12, 16, 20]],
  [errors, 'document_type=Asn::Header', [34, 65]],
  // booleans
  [integrations, 'standard=true', [1, 4, 7, 10]],
  [integrations, 'standard[not_eq]=true', without(all, 1, 4, 7, 10)],
  [integrations, 'standard[in]=true,false', all],
  [integrations, 'standard[in]=', []],
  [integrations, 'standard[not_in]=false', [1, 4, 7, 10]],
  [integrations, 'standard[blank]=true', []],
  [integrations, 'standard[blank]=false', all],
  // integers
  [errors, 'id[lt]=9&document_revision=3', [3, 7]],
  [errors, 'id[lt]=9&document_revision[gt]=2', [3, 7]],
  [errors, 'id[lt]=9&document_revision[lt]=2', [1, 5]],
  [errors, 'id[lt]=9&document_revision[gt_or_eq]=2', [2, 3, 6, 7]],
  [errors, 'id[lt]=9&document_revision[lt_or_eq]=2', [1, 2, 5, 6]],
  [errors, 'id[lt]=9&document_revision[not_eq]=2', [1, 3, 4, 5, 7, 8]],
  [errors, 'id[lt]=9&document_revision[in]=1,3', [1, 3, 5, 7]],
  [errors, 'id[lt]=9&document_revision[in]=1', [1, 5]],
  [errors, 'id[lt]=9&document_revision[in]=', []],
  [errors, 'id[lt]=9&document_revision[not_in]=1,3', [2, 4, 6, 8]],
  [errors, 'id[lt]=9&document_revision[blank]=true', [4, 8]],
  [errors, 'id[lt]=9&document_revision[blank]=false', [1, 2, 3, 5, 6, 7]],
  [runs, 'id=7', [7]],
  [runs, 'id[lt]=-1', []],
  [runs, 'id[lt]=999999999999999&id[gt]=198', [199, 200]],
  // decimals
  ['/api/contracts', 'maximum_value=12500.5', [2]],
  ['/api/contracts', 'maximum_value=12500.5000', [2]],
  ['/api/contracts', 'maximum_value[gt]=52509.5', [19, 20]],
  ['/api/contracts', 'maximum_value[lt]=12500.51', [1, 2]],
  ['/api/contracts', 'maximum_value[gt_or_eq]=52508.50', [18, 19, 20]],
  ['/api/contracts', 'maximum_value[lt_or_eq]=15001', [1, 2, 3]],
  ['/api/contracts', 'maximum_value[in]=10000,15001.00,7', [1, 3]],
  ['/api/contracts', 'minimum_value[not_eq]=1000', contracts.filter((id) => id % 2 === 0)],
  ['/api/contracts', 'minimum_value[not_in]=7', contracts],
  ['/api/contracts', 'minimum_value[in]=', []],
  ['/api/contracts', 'minimum_value[blank]=true', contracts.filter((id) => id % 2 === 0)],
  ['/api/contracts', 'minimum_value[blank]=false', contracts.filter((id) => id % 2 === 1)],
  // times, by whole seconds, in every zone
  [runs, `${late}created_at=2026-06-15T11:55:00%2B00:00`, [200]],
  [runs, `${late}created_at=2026-06-15T11:55:00.123Z`, [200]],
  [runs, `${late}created_at=2026-06-15 13:55:00 %2B0200`, [200]],
  [runs, `${late}created_at=2026-06-15T13:55:00+02:00`, [200]],
  [runs, `${late}created_at=2026-06-15T13:55:00+0200`, [200]],
  [runs, `${late}created_at=2026-06-15T06:55:00-05:00`, [200]],
  [runs, `${late}created_at=2026-06-15T11:55:00`, [200]],
  [runs, `${late}created_at=2026-06-15T11:55`, [200]],
  [runs, `${late}created_at=2026-06-15`, []],
  [runs, `${late}created_at[gt]=2026-06-15T11:55:00+00:00`, []],
  [runs, `${late}created_at[gt]=2026-06-15T11:54:59+00:00`, [200]],
  [runs, `${late}created_at[lt]=2026-06-15T11:55:00+00:00`, [197, 198, 199]],
  [runs, `${late}created_at[gt_or_eq]=2026-06-15T11:55:00+00:00`, [200]],
  [runs, `${late}created_at[lt_or_eq]=2026-06-15T11:55:00+00:00`, [197, 198, 199, 200]],
  [runs, `${late}created_at[lt_or_eq]=2026-06-15T10:25:00`, [197, 198, 199]],
  [runs, `${late}created_at[not_eq]=2026-06-15T11:55:00+00:00`, [197, 198, 199]],
  [runs, `${late}created_at[in]=2026-06-15T11:55:00Z,2026-06-15T10:25:00Z`, [199, 200]],
  [runs, `${late}created_at[in]=2026-06-15T13:55:00+02:00,2026-06-15T10:25:00 00:00`, [199, 200]],
  [runs, `${late}created_at[in]=`, []],
  [runs, `${late}created_at[not_in]=2026-06-15T11:55:00Z`, [197, 198, 199]],
  [runs, `${late}created_at[gt]=2026-06-15T08:00:00Z&created_at[lt]=2026-06-15T11:00:00Z`, [198, 199]],
  [runs, 'id[lt]=4&end_time[blank]=true', [1, 2, 3]],
  [runs, 'id[gt]=198&end_time[blank]=false', [199]],
  [runs, 'id[gt]=198&end_time[not_eq]=2026-01-01', [199, 200]],
  ['/api/contracts', 'end_date[blank]=true', [7, 14]],
  // blanks around keys, names, operators and the entries of a list are nothing, of whatever kind
  [integrations, ' name =ERP receipt import', [4]],
  [integrations, '+name%09=ERP receipt import', [4]],
  [integrations, ' code [ in ]= erp-rates ,%09hr-users,none ', [6, 7]],
  [integrations, 'code[in]=%0D%0Aerp-rates%0D%0A,%0D%0Ahr-users', [6, 7]],
  [integrations, 'code[+not_in+]=+erp-rates+,+hr-users+', without(all, 6, 7)],
  [integrations, 'code[in]= ', []],
  [integrations, 'code[not_in]=%09', all],
  [integrations, 'name[in]= ERP receipt import , Employee import', [4, 7]],
  [integrations, 'integration_type[in]= json , xml ', [3, 6, 7, 8]],
  [integrations, 'integration_type[not_in]=flat_file, api', [3, 6, 7, 8, 10, 12]],
  [integrations, 'standard[in]= true', [1, 4, 7, 10]],
  [errors, 'id[lt]=9&document_revision[in]= 1 , 3 ', [1, 3, 5, 7]],
  [errors, ' id [ lt ]=9&document_revision[not_in]=1 ,3', [2, 4, 6, 8]],
  [runs, 'id[in]=+7,+8', [7, 8]],
  ['/api/contracts', 'maximum_value[in]= 10000 ,15001.00 , 7', [1, 3]],
  [runs, `${late}created_at[in]= 2026-06-15T13:55:00+02:00 , 2026-06-15T10:25:00Z `, [199, 200]],
  ['/api/contracts', 'supplier [ name ][ blank ]=true', []],
  [runs, 'id[lt]=20&integration[ code ]=hr-users', [7, 19]],
  [runs, 'id[lt]=20& integration [ code [ in ] ] = hr-users ,none', [7, 19]],
  [errors, odd('[in]', '  ,x'), [first + 6]],
  [errors, odd('', '  '), [first + 7]],
  // texts that mean themselves
  [errors, odd('[contains]', '%'), [first]],
  [errors, odd('[contains]', '_'), [first + 1]],
  [errors, odd('[contains]', '\\'), [first + 2]],
  [errors, odd('[ends_with]', '"'), [first + 3]],
  [errors, odd('[starts_with]', `IT'S`), [first + 3]],
  [errors, odd('[starts_with]', 'äRG'), [first + 4]],
  [errors, odd('[contains]', 'SSE'), []],
  [errors, odd('[contains]', 'Aß'), [first + 5]],
  [errors, odd('[ends_with]', '本 😀'), [first + 5]],
  [errors, odd('', 'a\\b'), [first + 2]],
  [errors, odd('', ''), [first + 6]],
  [errors, odd('[in]', `50%,it's "so"`), [first, first + 3]],
  [errors, odd('[blank]', 'true'), [first + 6, first + 7, first + 9]],
  [
    errors,
    odd('[blank]', 'false'),
    without(
      upTo(9).map((place) => first + place - 1),
      first + 6,
      first + 7,
    ),
  ],
];

describe.each(formats)('in %s', (format) => {
  test.each(selections)('%s?%s', async (path, query, ids) => {
    expect(await selected(world, format, path, query.replaceAll('%2B', encodeURIComponent('+')))).toEqual(ids);
  });

  const refusals: [query: string, message: string | RegExp][] = [
    [
      'stats=pending',
      /^There is no attribute "stats"\. Did you mean status\? There are id, created_at, .*, integration_id, integration\[…\], retry_of\[…\], retries\[…\], integration_errors\[…\] and integration_history_records\[…\]\.$/,
    ],
    ['flow=1', /^flow can't be compared\. There is flow\[blank\]\.$/],
    ['flow[gt]=1', /^There is no operator for flow "gt"\. There is blank\.$/],
    ['integration[cod]=x', /^There is no attribute "integration\.cod"\. Did you mean code\?/],
    ['integration_errors[documenttype]=x', /Did you mean document_type\?/],
    ['status[contains]=p', 'There is no operator for status "contains". There are blank, not_eq, in and not_in.'],
    ['status[gt]=p', /^There is no operator for status "gt"/],
    [
      'integration[standard][lt]=true',
      /^There is no operator for integration\[standard\] "lt"\..* There are blank, not_eq, in and not_in\.$/,
    ],
    [
      'total_records[starts_with]=1',
      /^There is no operator for total_records "starts_with"\. There are blank, gt, lt, gt_or_eq, lt_or_eq, not_eq, in and not_in\.$/,
    ],
    ['start_time[ends_with]=1', /^There is no operator for start_time "ends_with"/],
    ['integration[name][eq]=1', /^There is no operator for integration\[name\] "eq"\./],
    ['id=seven', 'id is "seven", but must be a whole number.'],
    ['id=1.5', 'id is "1.5", but must be a whole number.'],
    ['id=', 'id is "", but must be a whole number.'],
    ['id[in]=1,x', 'id[in] is "x", but must be a whole number.'],
    ['total_records[gt]=a', 'total_records[gt] is "a", but must be a whole number.'],
    ['start_time[lt]=yesterday', 'start_time[lt] is "yesterday", but must be a time in ISO 8601, such as 2026-01-31T09:30:00+00:00.'],
    ['start_time=2026-02-29', /^start_time is "2026-02-29", but must be a time/],
    ['status=done', 'status is "done", but must be one of pending, running, paused, successful or failed.'],
    ['status=PENDING', /^status is "PENDING", but must be one of/],
    ['status[in]=pending,', /^status\[in\] is "", but must be one of/],
    ['status[in]=pending, ,failed', /^status\[in\] is "", but must be one of/],
    ['status[ in ]= pending, don e ', /^status\[in\] is "don e", but must be one of/],
    ['status[in]=a b', /^status\[in\] is "a b", but must be one of/],
    [' stat us =pending', /^There is no attribute "stat us"\. Did you mean status\?/],
    ['status[ ]=pending', /^The parameter "status\[ \]" lacks a name between its brackets\.$/],
    [' =pending', /^The parameter " " lacks a name between its brackets\.$/],
    ['integration[standard]=yes', 'integration[standard] is "yes", but must be true or false.'],
    ['start_time[blank]=1', 'start_time[blank] is "1", but must be true or false.'],
    [
      'integration_errors[document_type]=Bogus',
      /^integration_errors\[document_type\] is "Bogus", but must be one of ContingentWorkOrderHeader, /,
    ],
    ['integration=1', /^The parameter integration names an association/],
    ['integration[id][gt][x]=1', /^There is no /],
  ];

  test.each(refusals)('refuses %s', async (query, message) => {
    const answer = await ask(world, format, 'GET', `${runs}?${query}`);
    expect([answer.status, messagesOf(answer)]).toEqual([400, [typeof message === 'string' ? message : expect.stringMatching(message)]]);
  });
});
