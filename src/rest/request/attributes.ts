// What a body says of a run or an error, as the domain takes it.
import type { ErrorAttributes } from '../../domain/integration-error/attributes.js';
import type { RunAttributes } from '../../domain/integration-run/attributes.js';
import { resources } from '../wire/resources.js';
import { type Body, listOf, readElements } from './elements.js';

/** @throws ValidationError naming every element that can't be read */
export const readErrorAttributes = (body: Body, path: readonly string[] = []): ErrorAttributes => ({
  ...readElements(resources.integrationError, body, path),
  responses: listOf(body, 'responses', 'responses')?.map((response, index) =>
    readElements(resources.response, response, [...path, 'responses', String(index)]),
  ),
});

/** @throws ValidationError naming every element that can't be read */
export const readRunAttributes = (body: Body): RunAttributes => ({
  ...readElements(resources.integrationRun, body),
  integrationErrors: listOf(body, 'integration-errors', 'integrationErrors')?.map((error, index) =>
    readErrorAttributes(error, ['integrationErrors', String(index)]),
  ),
});
