// The descriptions of the schema's types and fields are the comments of Prisma's schema, so that each is written once.
import { getDatamodel } from '../generated/pothos-types.js';

interface Documented {
  readonly documentation?: string;
}

interface Datamodel {
  readonly datamodel: {
    readonly models: Readonly<Record<string, Documented & { readonly fields: readonly (Documented & { readonly name: string })[] }>>;
  };
}

export const datamodel = getDatamodel();

const { models } = (datamodel as unknown as Datamodel).datamodel; // the generator declares it as unknown

/** What the comment on a model's field says. @throws TypeError for a field without one */
export const fieldDoc = (model: string, field: string): string => {
  const text = models[model]?.fields.find(({ name }) => name === field)?.documentation;
  if (!text) throw new TypeError(`prisma/schema.prisma says nothing of ${model}.${field}.`);
  return text;
};
