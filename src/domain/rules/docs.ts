// What the comments of Prisma's schema say of its models and fields: each is written once, and both doors describe themselves with it.
import { getDatamodel } from '../../generated/pothos-types.js';

interface Documented {
  readonly documentation?: string;
}

interface Datamodel {
  readonly datamodel: {
    readonly models: Readonly<Record<string, Documented & { readonly fields: readonly (Documented & { readonly name: string })[] }>>;
  };
}

const { models } = (getDatamodel() as unknown as Datamodel).datamodel; // the generator declares it as unknown

const existing = (text: string | undefined, place: string): string => {
  if (!text) throw new TypeError(`prisma/schema.prisma says nothing of ${place}.`);
  return text;
};

/** What the comment on a model says. @throws TypeError for a model without one */
export const modelDoc = (model: string): string => existing(models[model]?.documentation, model);

/** What the comment on a model's field says. @throws TypeError for a field without one */
export const fieldDoc = (model: string, field: string): string =>
  existing(models[model]?.fields.find(({ name }) => name === field)?.documentation, `${model}.${field}`);
