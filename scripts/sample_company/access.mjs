// What Fernhill's applications grant, to whom by title or department, and who answers for them.
import { handle, mail, named, people } from './people.mjs';

// The same choices every time: a small generator (mulberry32) instead of Math.random.
let seed = 20240603;
const chance = (share) => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296 < share;
};

const engineers = /Engineer|Platform Lead|Data Lead|VP Engineering/;
const inTeam = (...teams) => (person) => teams.includes(person.department);
const titled = (pattern) => (person) => pattern.test(person.title);
const both = (a, b) => (person) => a(person) && b(person);
const everyone = () => true;
const nobody = () => false;
const only = (...names) => (person) => names.includes(person.name);
const some = (share, who) => (person) => who(person) && chance(share);

// A thing that can be granted: resource, resource type, privilege, who holds it, privileged or not.
const thing = (type) => (resource, privilege, who, privileged = false, project = '') =>
  ({ type, resource, privilege, who, privileged, project });

function github() {
  const repository = thing('repository');
  const teams = {
    'payments-api': 'Payments', 'payments-web': 'Payments', ledger: 'Payments', 'fraud-rules': 'Payments', 'payments-docs': 'Payments',
    website: 'Web', storefront: 'Web', 'design-system': 'Web', 'mobile-app': 'Web', 'search-service': 'Web',
    infrastructure: 'Platform', 'deploy-tools': 'Platform', observability: 'Platform', 'incident-bot': 'Platform',
    'data-pipelines': 'Data', 'data-models': 'Data', 'metrics-catalog': 'Data',
  };
  const seniors = titled(/Senior|Manager|Lead/);
  return [
    thing('organization')('fernhill', 'member', titled(engineers)),
    thing('organization')('fernhill', 'owner', only('Amara Okonkwo', 'Freya Lindqvist'), true),
    ...Object.entries(teams).flatMap(([name, team]) => [
      repository(name, 'read', some(0.5, titled(engineers))),
      repository(name, 'write', both(inTeam(team), titled(engineers))),
      repository(name, 'admin', both(inTeam(team), seniors), true),
    ]),
  ];
}

function aws() {
  const account = thing('account');
  const platform = inTeam('Platform');
  return [
    account('fernhill-dev', 'ReadOnly', titled(engineers)),
    account('fernhill-dev', 'PowerUser', both(inTeam('Payments', 'Web', 'Data', 'Platform'), titled(engineers))),
    account('fernhill-staging', 'ReadOnly', both(inTeam('Payments', 'Web', 'Platform'), titled(engineers))),
    account('fernhill-staging', 'PowerUser', inTeam('Platform')),
    account('fernhill-production', 'ReadOnly', some(0.6, both(inTeam('Payments', 'Platform'), titled(engineers)))),
    account('fernhill-production', 'PowerUser', platform, true),
    account('fernhill-production', 'Administrator', only('Amara Okonkwo'), true),
    account('fernhill-data', 'ReadOnly', inTeam('Data')),
    account('fernhill-data', 'PowerUser', titled(/Data (Lead|Engineer)/)),
    account('fernhill-data', 'Administrator', only('Ján Novák'), true),
    account('fernhill-security', 'ReadOnly', inTeam('Security')),
    account('fernhill-security', 'Administrator', only('Ethan Clarke'), true),
    account('fernhill-billing', 'ReadOnly', only('Kenji Watanabe', 'Andreea Popescu', 'Amara Okonkwo')),
    account('fernhill-billing', 'Administrator', nobody, true),
  ];
}

function salesforce() {
  const profile = thing('profile');
  const set = thing('permission set');
  return [
    profile('Sales User', 'assigned', inTeam('Sales')),
    profile('Service User', 'assigned', inTeam('Customer Success')),
    profile('Marketing User', 'assigned', inTeam('Marketing')),
    profile('System Administrator', 'assigned', only('Isaac Cohen', 'Wren Nakai'), true),
    set('Edit Opportunities', 'assigned', inTeam('Sales')),
    set('Edit Forecasts', 'assigned', only('Charlotte de la Cruz', 'Isaac Cohen')),
    set('Manage Cases', 'assigned', inTeam('Customer Success')),
    set('Manage Campaigns', 'assigned', titled(/Marketing/)),
    set('View All Data', 'assigned', only('Isaac Cohen', 'Charlotte de la Cruz'), true),
    set('Export Reports', 'assigned', some(0.5, inTeam('Sales', 'Customer Success'))),
    set('Manage Price Books', 'assigned', only('Isaac Cohen')),
    set('Manage Entitlements', 'assigned', only('Renée Thibault')),
    set('Delete Accounts', 'assigned', nobody, true),
    set('API Enabled', 'assigned', only('Isaac Cohen'), true),
  ];
}

function jira() {
  const inProject = (key, team) => [
    thing('project')(key, 'browse', everyone, false, key),
    thing('project')(key, 'edit issues', team, false, key),
    thing('project')(key, 'administer', both(team, titled(/Manager|Lead|Head/)), true, key),
  ];
  return [
    ...inProject('PAY', inTeam('Payments', 'Product')),
    ...inProject('WEB', inTeam('Web', 'Product')),
    ...inProject('OPS', inTeam('Platform', 'IT')),
    ...inProject('DATA', inTeam('Data')),
    ...inProject('HELP', inTeam('Customer Success', 'IT')),
    ...inProject('PEOPLE', inTeam('People')),
    ...inProject('SEC', inTeam('Security')),
    ...inProject('FIN', inTeam('Finance')),
    ...inProject('MKT', inTeam('Marketing')),
  ];
}

function okta() {
  const group = thing('group');
  return [
    group('Everyone', 'member', everyone),
    group('Engineering', 'member', titled(engineers)),
    group('Finance', 'member', inTeam('Finance')),
    group('People', 'member', inTeam('People')),
    group('Sales', 'member', inTeam('Sales')),
    group('Customer Success', 'member', inTeam('Customer Success')),
    group('Marketing', 'member', inTeam('Marketing')),
    group('Product', 'member', inTeam('Product')),
    group('VPN Users', 'member', titled(/Engineer|IT|Lead|Manager/)),
    group('Production VPN', 'member', inTeam('Platform', 'Security'), true),
    group('Password Manager Admins', 'member', inTeam('IT'), true),
    group('Okta', 'Help Desk Administrator', titled(/IT Support/), true),
    group('Okta', 'Super Administrator', only('Wren Nakai', 'Viktor Horváth'), true),
  ];
}

function snowflake() {
  const role = thing('role');
  return [
    role('ANALYTICS', 'usage', both(inTeam('Data', 'Product', 'Finance'), everyone)),
    role('ANALYTICS', 'create dashboards', titled(/Data|Product Manager/)),
    role('RAW', 'read', inTeam('Data')),
    role('RAW', 'write', titled(/Data (Lead|Engineer)/)),
    role('PAYMENTS', 'read', some(0.6, inTeam('Payments', 'Data'))),
    role('PAYMENTS_PII', 'read', only('Ján Novák', 'Fatima Al-Zahra', 'Tomás Ferreira'), true),
    role('FINANCE', 'read', inTeam('Finance')),
    role('FINANCE', 'write', only('Andreea Popescu', 'Oliver Schäfer'), true),
    role('ACCOUNTADMIN', 'assume', only('Ján Novák'), true),
    role('SECURITYADMIN', 'assume', nobody, true),
  ];
}

function datadog() {
  const role = thing('role');
  return [
    role('', 'Read Only', titled(/Engineer|Manager|Lead/)),
    role('', 'Standard', both(inTeam('Payments', 'Web', 'Platform'), titled(engineers))),
    role('', 'Admin', inTeam('Platform'), true),
    thing('monitor group')('Payments', 'edit monitors', some(0.7, inTeam('Payments'))),
    thing('monitor group')('Web', 'edit monitors', some(0.7, inTeam('Web'))),
    thing('monitor group')('Platform', 'edit monitors', inTeam('Platform')),
    thing('on-call')('Payments', 'schedule member', both(inTeam('Payments'), titled(engineers))),
    thing('on-call')('Web', 'schedule member', both(inTeam('Web'), titled(engineers))),
    thing('on-call')('Platform', 'schedule member', inTeam('Platform')),
  ];
}

function workday() {
  const role = thing('security group');
  return [
    role('', 'Employee Self Service', everyone),
    role('', 'Manager Self Service', titled(/Manager|Lead|Head|VP|Chief|Controller/)),
    role('Recruiting', 'Recruiter', titled(/Recruiter/)),
    role('Recruiting', 'Hiring Manager', titled(/Engineering Manager|Head/)),
    role('People', 'Partner', titled(/People/)),
    role('Compensation', 'View', only('Rosa Jiménez', 'Kenji Watanabe'), true),
    role('Compensation', 'Edit', only('Rosa Jiménez'), true),
    role('Payroll', 'Processor', titled(/Accountant|Controller/), true),
    role('Expenses', 'Approver', titled(/Controller|Chief Financial/)),
    role('Tenant', 'Administrator', only('Wren Nakai'), true),
  ];
}

// `account`: a person's user name there. `owns`: service accounts, [user name, who answers for it, what it holds].
export const applications = [
  { id: 'app-github', name: 'GitHub', description: 'Source code and its reviews', things: github(),
    account: (person) => handle(person.name).replaceAll('.', '-'),
    owners: ['Amara Okonkwo', 'Freya Lindqvist', 'Łukasz Wójcik'],
    owns: [['fernhill-deploy-bot', 'Amara Okonkwo', [['payments-api', 'write'], ['website', 'write'], ['deploy-tools', 'admin']]],
      ['fernhill-docs-bot', 'Tomás Ferreira', [['design-system', 'write'], ['payments-web', 'admin']]]] },
  { id: 'app-aws', name: 'AWS', description: 'Cloud accounts', things: aws(),
    account: (person) => handle(person.name),
    second: { 'Amara Okonkwo': 'amara.okonkwo-breakglass', 'Tomás Ferreira': 'tomas.ferreira-oncall' },
    owners: ['Amara Okonkwo', 'Dmitri Volkov'],
    owns: [['ci-runner', 'Dmitri Volkov', [['fernhill-dev', 'PowerUser'], ['fernhill-staging', 'PowerUser']]]] },
  { id: 'app-salesforce', name: 'Salesforce', description: 'Customers and opportunities', things: salesforce(),
    account: (person) => mail(person.name),
    owners: ['Isaac Cohen', 'Charlotte de la Cruz'],
    owns: [['integration@fernhill.example.crm', 'Isaac Cohen', [['API Enabled', 'assigned']]]] },
  { id: 'app-jira', name: 'Jira', description: 'Work and help requests', things: jira(),
    account: (person) => handle(person.name),
    owners: ['Viktor Horváth', 'Wren Nakai'], owns: [] },
  { id: 'app-okta', name: 'Okta', description: 'Single sign-on', things: okta(),
    account: (person) => mail(person.name),
    owners: ['Wren Nakai', 'Viktor Horváth'], owns: [] },
  { id: 'app-snowflake', name: 'Snowflake', description: 'Data warehouse', things: snowflake(),
    account: (person) => handle(person.name).toUpperCase().replaceAll(/[.-]/g, '_'),
    owners: ['Ján Novák'],
    owns: [['ETL_SERVICE', 'Fatima Al-Zahra', [['RAW', 'write'], ['FINANCE', 'write']]]] },
  { id: 'app-datadog', name: 'Datadog', description: 'Monitoring and on-call', things: datadog(),
    account: (person) => mail(person.name),
    owners: ['Freya Lindqvist', 'Amara Okonkwo'], owns: [] },
  // Its primary owner has left: the secondary answers.
  { id: 'app-workday', name: 'Workday', description: 'People, pay and expenses', things: workday(),
    account: (person) => person.id.toLowerCase(),
    owners: ['Emil Petrović', 'Rosa Jiménez'], owns: [] },
];

// [application, resource, primary, secondaries…]
export const resourceOwners = [
  ['GitHub', 'payments-api', 'Siobhán O’Reilly', 'Mateo García-Ruiz'],
  ['GitHub', 'ledger', 'Siobhán O’Reilly'],
  ['GitHub', 'data-pipelines', 'Ján Novák'],
  ['AWS', 'fernhill-production', 'Amara Okonkwo', 'Freya Lindqvist'],
  ['Snowflake', 'PAYMENTS_PII', 'Björn Åkesson', 'Nomvula Dlamini'],
];

// What can be asked for only by rule: [application, resource, privilege, requestable, longest duration, reason rule].
// Whatever is not here may be asked for, as long as the settings say, with a reason of the list.
export const rules = [
  ['AWS', 'fernhill-production', 'PowerUser', true, '8h', 'pattern:\\b(INC|CHG)-[0-9]+'],
  ['AWS', 'fernhill-production', 'Administrator', true, '1h', 'pattern:\\bINC-[0-9]+'],
  ['AWS', 'fernhill-production', 'ReadOnly', true, '30d', ''],
  ['AWS', 'fernhill-dev', 'ReadOnly', true, '', 'none'],
  ['AWS', 'fernhill-billing', 'Administrator', false, '', ''],
  ['GitHub', 'payments-api', 'admin', true, '14d', 'text:20'],
  ['GitHub', 'ledger', 'admin', true, '14d', 'text:20'],
  ['Jira', 'PAY', 'browse', true, '', 'none'],
  ['Jira', 'HELP', 'browse', true, '', 'none'],
  ['Okta', 'Okta', 'Super Administrator', false, '', ''],
  ['Okta', 'Production VPN', 'member', true, '7d', ''],
  ['Snowflake', 'PAYMENTS_PII', 'read', true, '30d', 'text:40'],
  ['Snowflake', 'ACCOUNTADMIN', 'assume', false, '', ''],
  ['Workday', 'Compensation', 'Edit', false, '', ''],
];

// Work that takes access together: [name, description, notice, longest, department, title, team, owner, status,
// ...[application, resource, privilege]].
export const purposes = [
  ['Payments on-call week', 'Watch and mend the payment services for one week', '24h', '7d', 'Payments', '', 'On-call',
    'Siobhán O’Reilly', 'Active',
    ['Datadog', 'Payments', 'schedule member'], ['Datadog', 'Payments', 'edit monitors'],
    ['AWS', 'fernhill-production', 'ReadOnly'], ['GitHub', 'payments-api', 'write'], ['GitHub', 'ledger', 'write']],
  ['Production incident', 'Act in production while an incident is open', '1h', '8h', '', '', 'Incident response',
    'Amara Okonkwo', 'Active',
    ['AWS', 'fernhill-production', 'PowerUser'], ['Okta', 'Production VPN', 'member'],
    ['GitHub', 'incident-bot', 'write'], ['Datadog', '', 'Standard']],
  ['Quarterly audit', 'Read what the auditors ask for, and nothing else', '5d', '30d', 'Finance', '', '', 'Kenji Watanabe',
    'Active',
    ['Snowflake', 'FINANCE', 'read'], ['Jira', 'FIN', 'browse'], ['AWS', 'fernhill-billing', 'ReadOnly'],
    ['Workday', 'Expenses', 'Approver']],
  ['Fraud investigation', 'Look into suspicious payments together with the data team', '24h', '14d', 'Payments',
    '', '', 'Ján Novák', 'Active',
    ['Snowflake', 'PAYMENTS', 'read'], ['Snowflake', 'PAYMENTS_PII', 'read'], ['GitHub', 'fraud-rules', 'write']],
  ['Data warehouse migration', 'Finished in spring', '', '60d', 'Data', 'Data Engineer', '', 'Ján Novák', 'Inactive',
    ['Snowflake', 'RAW', 'write'], ['GitHub', 'data-pipelines', 'write']],
];

// On her first days Priya has what everybody has, and nothing of her team's yet; no account in Snowflake
// either.
const priyaHolds = new Set(['GitHub·member', 'AWS·ReadOnly·fernhill-dev', 'Jira·browse', 'Okta·member·Everyone',
  'Okta·member·Engineering', 'Workday·Employee Self Service', 'Datadog·Read Only']);
const isPriyas = (application, one) =>
  [`${application}·${one.privilege}`, `${application}·${one.privilege}·${one.resource}`].some((key) => priyaHolds.has(key));

export const holds = (application, one, person) => {
  const by = one.who(person);
  if (person.ends) return by && application === 'Workday' && one.privilege === 'Employee Self Service';
  return person === named('Priya Natarajan') ? by && isPriyas(application, one) : by;
};
export { people };
