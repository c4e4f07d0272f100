import type { InputRef } from '@pothos/core';
import { builder } from '../builder.js';

/** The one argument of every mutation. */
export const inputArgument = <Input extends object>(type: InputRef<Input>) =>
  builder.args((t) => ({ input: t.field({ type, required: true, description: 'What is to be done.' }) }));
