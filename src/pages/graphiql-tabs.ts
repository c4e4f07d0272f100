// The queries that the playground opens with. Each works on the sample world as it is. A tab is called what its operation is called;
// lines are short enough for half a laptop's screen.

export const tabs = [
  {
    query: `# The board: the newest runs,
# with their integration and their first errors.
query Board {
  integrationRuns(first: 10) {
    totalCount
    nodes {
      databaseId
      status
      progress
      durationSeconds
      integration { name }
      integrationErrors(first: 3) {
        totalCount
        nodes {
          documentType
          documentId
          message
          contract { number name }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# Failed runs of ERP integrations
# that still have unresolved contract errors.
query FailedWithOpenContractErrors {
  integrationRuns(
    filter: {
      status: { eq: FAILED }
      integration: { endSystemType: { eq: ERP } }
      integrationErrors: {
        some: {
          documentType: { eq: CONTRACT }
          isResolved: { eq: false }
        }
      }
    }
    orderBy: { field: END_TIME, direction: DESC }
  ) {
    totalCount
    nodes {
      id
      endTime
      integration { code }
      allowedTransitions
    }
  }
}
`,
  },
  {
    query: `# How the runs went: as a whole,
# by integration, and week by week.
query Statistics {
  integrationRunStatistics {
    count
    byStatus { status count }
    successRate
    durationSeconds { average p95 max }
    openErrorCount
    byIntegration(first: 3) {
      integration { name }
      statistics { count successRate }
    }
    timeline(
      unit: WEEK
      from: "2026-06-01"
      to: "2026-12-31"
      timeZone: "Europe/Berlin"
    ) {
      from
      statistics { count openErrorCount }
    }
  }
}
`,
  },
  {
    query: `# What is open, by its cause. All errors of one
# are resolved at once, by their fingerprint.
query OpenCauses {
  integrationErrorGroups(
    filter: { isResolved: { eq: false } }
    orderBy: { field: COUNT, direction: DESC }
  ) {
    totalCount
    nodes {
      fingerprint
      title
      code
      openCount
      runCount
      lastSeenAt
      integrations(first: 3) { name }
    }
  }
}
`,
  },
  {
    query: `# One run, its history, and what it may do next.
query Run($by: IntegrationRunBy!) {
  integrationRun(by: $by) {
    id
    status
    version
    allowedTransitions
    transitions {
      nodes {
        from
        to
        at
        source
        note
        actor { name }
      }
    }
  }
}
`,
    variables: JSON.stringify({ by: { databaseId: 1 } }, null, 2),
  },
  {
    query: `# Create a run. Its databaseId goes into
# the variables of the next tab.
mutation CreateRun {
  createIntegrationRun(
    input: {
      integration: { code: "erp-invoices" }
      totalRecords: 120
    }
  ) {
    ... on CreateIntegrationRunSuccess {
      integrationRun {
        id
        databaseId
        status
        allowedTransitions
      }
    }
    ... on Error { code message }
  }
}
`,
  },
  {
    query: `# Move a run. A second time changes nothing more.
# Try 199, which is successful: a refusal says why.
mutation StartRun($by: IntegrationRunBy!) {
  startIntegrationRun(
    input: { by: $by, note: "From the playground" }
  ) {
    ... on StartIntegrationRunSuccess {
      integrationRun { status startTime version }
    }
    ... on InvalidTransitionError {
      currentStatus
      allowedTransitions
    }
    ... on Error { code message }
  }
}
`,
    variables: JSON.stringify({ by: { databaseId: 1 } }, null, 2),
  },
  {
    query: `# What happens to the runs, as it happens.
# Start it, and create or move a run in another
# window: choosing another tab in here ends it.
subscription Live {
  integrationRunsChanged {
    change
    at
    integrationRun {
      databaseId
      status
      progress
      integration { name }
    }
  }
}
`,
  },
  {
    query: `# Have every run that fails sent to an address of
# yours. Its secret is shown this once.
mutation CreateWebhook {
  createWebhookEndpoint(
    input: {
      url: "https://receiver.example/hook"
      types: [RUN_MOVED]
      filter: { status: { eq: FAILED } }
    }
  ) {
    ... on CreateWebhookEndpointSuccess {
      secret
      webhookEndpoint { databaseId url state }
    }
    ... on Error { code message }
  }
}
`,
  },
];
