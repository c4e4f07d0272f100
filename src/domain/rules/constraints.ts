// Turns what the database refused into the message of the rule that it stands for. These rules need the rows of others, or a value that is
// already stored, so only the database can hold them against a racing writer.
import { violatedConstraint } from '../../db/violations.js';
import { own } from '../../lib/own.js';
import { type FieldError, ValidationError } from './errors.js';

/** What a constraint stands for. Of two columns that are compared, the one that is told is the first that the client has given: the other holds its value already. */
const rules: Readonly<Record<string, readonly (readonly [field: string, message: string])[]>> = {
  integrations_name_key: [['name', 'Name has already been taken']],
  integrations_code_key: [['code', 'Code has already been taken']],
  contracts_number_key: [['number', 'Number has already been taken']],
  integration_runs_end_time_check: [
    ['endTime', "End time can't be before the start time"],
    ['startTime', "Start time can't be after the end time"],
  ],
  contracts_end_date_check: [
    ['endDate', "End date can't be before the start date"],
    ['startDate', "Start date can't be after the end date"],
  ],
  contracts_maximum_value_check: [
    ['maximumValue', "Maximum value can't be less than the minimum value"],
    ['minimumValue', "Minimum value can't be more than the maximum value"],
  ],
};

const errorOf = (constraint: string, given: Readonly<Record<string, unknown>>): FieldError | null => {
  const columns = own(rules, constraint) ?? [];
  const [path, message] = columns.find(([field]) => own(given, field) != null) ?? columns[0] ?? [];
  return path === undefined || message === undefined ? null : { path: [path], message };
};

/**
 * Waits for a write. `given`: the values that the client gives, by their columns.
 * @throws ValidationError where a constraint with a message refused it; any other error as it came
 */
export const explainViolations = async <Result>(write: Promise<Result>, given: Readonly<Record<string, unknown>>): Promise<Result> => {
  try {
    return await write;
  } catch (error) {
    const told = errorOf(violatedConstraint(error) ?? '', given);
    throw told ? new ValidationError([told]) : error;
  }
};
