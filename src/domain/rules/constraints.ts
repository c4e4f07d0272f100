// Turns what the database refused into the message of the rule that it stands for. These rules need the rows of others, or a value that is
// already stored, so only the database can hold them against a racing writer.
import { violatedConstraint } from '../../db/violations.js';
import { own } from '../../lib/own.js';
import { type FieldError, ValidationError } from './errors.js';

const messages: Readonly<Record<string, FieldError>> = {
  integrations_name_key: { path: ['name'], message: 'Name has already been taken' },
  integrations_code_key: { path: ['code'], message: 'Code has already been taken' },
  contracts_number_key: { path: ['number'], message: 'Number has already been taken' },
  integration_runs_end_time_check: { path: ['endTime'], message: "End time can't be before the start time" },
  contracts_end_date_check: { path: ['endDate'], message: "End date can't be before the start date" },
  contracts_maximum_value_check: { path: ['maximumValue'], message: "Maximum value can't be less than the minimum value" },
};

/**
 * Waits for a write.
 * @throws ValidationError where a constraint with a message refused it; any other error as it came
 */
export const explainViolations = async <Result>(write: Promise<Result>): Promise<Result> => {
  try {
    return await write;
  } catch (error) {
    const message = own(messages, violatedConstraint(error) ?? '');
    throw message ? new ValidationError([message]) : error;
  }
};
