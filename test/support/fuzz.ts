// How much of a generated input a test tries: a share that answers quickly, unless FUZZ asks for more. CI does.

/** So many runs as a test takes usually, times FUZZ. */
export const fuzzRuns = (usual: number): number => Math.ceil(usual * Number(process.env['FUZZ'] ?? 1));
