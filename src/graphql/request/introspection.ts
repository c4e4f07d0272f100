// Who may ask about the schema. Whoever may not isn't told its names by the back door either: the suggestions in messages are cut off.
import { GraphQLError } from 'graphql';
import { localDeveloper, type Viewer } from '../../domain/rules/viewer.js';

export const introspectionModes = ['on', 'authenticated', 'off'] as const;
export type Introspection = (typeof introspectionModes)[number];

/** `authenticated`: whoever has sent a credential, which the local developer of an open gateway has not. */
export const mayIntrospect = (introspection: Introspection, viewer: Viewer): boolean =>
  introspection === 'on' || (introspection === 'authenticated' && viewer !== localDeveloper);

export const refuseIntrospection = (introspection: Introspection): GraphQLError =>
  new GraphQLError(
    introspection === 'off'
      ? 'This gateway does not answer questions about its schema. Read schema/schema.graphql instead.'
      : 'Questions about the schema are answered to holders of a credential. Send yours.',
    { extensions: { code: 'INTROSPECTION_REFUSED' } },
  );

/** The message without what graphql adds to its end: "Did you mean …?" */
export const withoutSuggestions = (message: string): string => {
  const start = message.endsWith('?') ? message.lastIndexOf(' Did you mean ') : -1;
  return start === -1 ? message : message.slice(0, start);
};
