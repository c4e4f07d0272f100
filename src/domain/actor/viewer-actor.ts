import type { Rows } from '../entities/entity.js';
import { readOne } from '../read/read.js';
import { alsoAllowed, type DomainContext } from '../rules/viewer.js';

/** The actor that the viewer's changes are recorded under, which everybody may know of themselves; null for a viewer without one. */
export const actorOfViewer = async (context: DomainContext): Promise<Rows['actor'] | null> => {
  const { actorId } = context.viewer;
  if (actorId === null) return null;
  return readOne(alsoAllowed(context, 'core.integration.read'), 'actor', { field: 'id', operator: 'equals', value: actorId });
};
