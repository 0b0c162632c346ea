// Who works at Fernhill, the sample company: name, title, department, manager and what is special about
// them. The story starts with Priya Natarajan, who is new and needs what Tomás Ferreira has.
export const domain = 'fernhill.example';

// [name, title, department, manager, time zone, more]
const engineering = [
  ['Łukasz Wójcik', 'VP Engineering', 'Engineering', 'Marguerite Dubois', 'Europe/Warsaw'],
  ['Siobhán O’Reilly', 'Engineering Manager', 'Payments', 'Łukasz Wójcik', 'Europe/Dublin'],
  ['Tomás Ferreira', 'Software Engineer', 'Payments', 'Siobhán O’Reilly', 'Europe/Lisbon'],
  ['Priya Natarajan', 'Software Engineer', 'Payments', 'Siobhán O’Reilly', 'Europe/Dublin', { starts: '2024-05-27' }],
  ['Chidi Eze', 'Software Engineer', 'Payments', 'Siobhán O’Reilly', 'Africa/Lagos'],
  ['Ingrid Sørensen', 'Software Engineer', 'Payments', 'Siobhán O’Reilly', 'Europe/Oslo'],
  ['Mateo García-Ruiz', 'Senior Software Engineer', 'Payments', 'Siobhán O’Reilly', 'Europe/Madrid'],
  ['Hana Kobayashi', 'Engineering Manager', 'Web', 'Łukasz Wójcik', 'Asia/Tokyo'],
  ['Jean-Baptiste N’Diaye', 'Software Engineer', 'Web', 'Hana Kobayashi', 'Africa/Dakar'],
  ['Zoë van den Berg', 'Software Engineer', 'Web', 'Hana Kobayashi', 'Europe/Amsterdam'],
  ['Ravi Chandrasekaran', 'Software Engineer', 'Web', 'Hana Kobayashi', 'Asia/Kolkata'],
  ['Elif Yılmaz', 'Senior Software Engineer', 'Web', 'Hana Kobayashi', 'Europe/Istanbul'],
  ['Noah Kealoha', 'Software Engineer', 'Web', 'Hana Kobayashi', 'Pacific/Honolulu', { slack: 'unconfirmed' }],
  ['Amara Okonkwo', 'Platform Lead', 'Platform', 'Łukasz Wójcik', 'Europe/London'],
  ['Dmitri Volkov', 'Site Reliability Engineer', 'Platform', 'Amara Okonkwo', 'Europe/Berlin'],
  ['Mei-Ling Chen', 'Site Reliability Engineer', 'Platform', 'Amara Okonkwo', 'Asia/Taipei'],
  ['Kwame Mensah', 'Site Reliability Engineer', 'Platform', 'Amara Okonkwo', 'Africa/Accra'],
  ['Freya Lindqvist', 'Senior Site Reliability Engineer', 'Platform', 'Amara Okonkwo', 'Europe/Stockholm'],
  ['Ján Novák', 'Data Lead', 'Data', 'Łukasz Wójcik', 'Europe/Bratislava'],
  ['Fatima Al-Zahra', 'Data Engineer', 'Data', 'Ján Novák', 'Africa/Casablanca'],
  ['Oliver Schäfer', 'Data Engineer', 'Data', 'Ján Novák', 'Europe/Berlin'],
  ['Thảo Nguyễn', 'Data Analyst', 'Data', 'Ján Novák', 'Asia/Ho_Chi_Minh'],
  ['Beatriz Conceição', 'Data Analyst', 'Data', 'Ján Novák', 'America/Sao_Paulo'],
  ['Samuel D’Angelo', 'QA Engineer', 'Web', 'Hana Kobayashi', 'Europe/Rome'],
  ['Yara Haddad', 'QA Engineer', 'Payments', 'Siobhán O’Reilly', 'Asia/Beirut'],
  ['Callum MacLeod', 'Contractor', 'Web', 'Hana Kobayashi', 'Europe/London', { slack: 'guest', employment: 'Contractor' }],
];

const company = [
  ['Marguerite Dubois', 'Chief Executive Officer', 'Executive', '', 'Europe/Paris'],
  ['Kenji Watanabe', 'Chief Financial Officer', 'Finance', 'Marguerite Dubois', 'Asia/Tokyo'],
  ['Rosa Jiménez', 'Head of People', 'People', 'Marguerite Dubois', 'Europe/Madrid'],
  ['Aoife Brennan', 'People Partner', 'People', 'Rosa Jiménez', 'Europe/Dublin'],
  ['Tariq Hussain', 'Recruiter', 'People', 'Rosa Jiménez', 'Europe/London'],
  ['Sofía Castañeda', 'Recruiter', 'People', 'Rosa Jiménez', 'America/Mexico_City'],
  ['Björn Åkesson', 'Head of Security', 'Security', 'Marguerite Dubois', 'Europe/Stockholm', { roles: 'risk manager, reviewer' }],
  ['Nomvula Dlamini', 'Risk Manager', 'Security', 'Björn Åkesson', 'Africa/Johannesburg', { roles: 'risk manager' }],
  ['Ethan Clarke', 'Security Engineer', 'Security', 'Björn Åkesson', 'America/New_York'],
  ['Wren Nakai', 'IT Manager', 'IT', 'Björn Åkesson', 'America/Denver', { roles: 'administrator' }],
  ['Viktor Horváth', 'IT Administrator', 'IT', 'Wren Nakai', 'Europe/Budapest', { roles: 'administrator' }],
  ['Leilani Kahale', 'IT Support Specialist', 'IT', 'Wren Nakai', 'Pacific/Honolulu'],
  ['Pádraig Ó Súilleabháin', 'IT Support Specialist', 'IT', 'Wren Nakai', 'Europe/Dublin'],
  ['Andreea Popescu', 'Controller', 'Finance', 'Kenji Watanabe', 'Europe/Bucharest'],
  ['George Papadopoulos', 'Accountant', 'Finance', 'Andreea Popescu', 'Europe/Athens'],
  ['Wanjiru Kamau', 'Accountant', 'Finance', 'Andreea Popescu', 'Africa/Nairobi'],
  ['Emil Petrović', 'Accountant', 'Finance', 'Andreea Popescu', 'Europe/Belgrade', { ends: '2023-11-30', slack: 'deactivated' }],
  ['Charlotte de la Cruz', 'Head of Sales', 'Sales', 'Marguerite Dubois', 'America/New_York'],
  ['Marcus Bell', 'Account Executive', 'Sales', 'Charlotte de la Cruz', 'America/Chicago'],
  ['Xin Yi Tan', 'Account Executive', 'Sales', 'Charlotte de la Cruz', 'Asia/Singapore'],
  ['Alejandra Peña', 'Account Executive', 'Sales', 'Charlotte de la Cruz', 'America/Bogota'],
  ['Gwendolyn Price', 'Account Executive', 'Sales', 'Charlotte de la Cruz', 'America/Los_Angeles'],
  ['Isaac Cohen', 'Sales Operations Analyst', 'Sales', 'Charlotte de la Cruz', 'Asia/Jerusalem'],
  ['Renée Thibault', 'Head of Customer Success', 'Customer Success', 'Marguerite Dubois', 'America/Montreal'],
  ['Jamal Washington', 'Customer Success Manager', 'Customer Success', 'Renée Thibault', 'America/New_York'],
  ['Katarzyna Zielińska', 'Customer Success Manager', 'Customer Success', 'Renée Thibault', 'Europe/Warsaw'],
  ['Ashok Venkataraman', 'Support Engineer', 'Customer Success', 'Renée Thibault', 'Asia/Kolkata'],
  ['Maja Kovačević', 'Support Engineer', 'Customer Success', 'Renée Thibault', 'Europe/Zagreb'],
  ['Daniel Okafor', 'Support Engineer', 'Customer Success', 'Renée Thibault', 'Europe/London', { slack: 'deactivated' }],
  ['Lucía Fernández', 'Head of Marketing', 'Marketing', 'Marguerite Dubois', 'Europe/Madrid'],
  ['Tobias Müller', 'Content Strategist', 'Marketing', 'Lucía Fernández', 'Europe/Vienna'],
  ['Nadia Rahman', 'Product Marketing Manager', 'Marketing', 'Lucía Fernández', 'Asia/Dhaka'],
  ['Anders Højgaard', 'Head of Product', 'Product', 'Marguerite Dubois', 'Europe/Copenhagen'],
  ['Simone Moreau', 'Product Manager', 'Product', 'Anders Højgaard', 'Europe/Paris'],
  ['Joon-ho Park', 'Product Manager', 'Product', 'Anders Højgaard', 'Asia/Seoul'],
  ['Imogen Fairweather', 'Product Designer', 'Product', 'Anders Højgaard', 'Europe/London'],
  ['Olu Adeyemi', 'Product Designer', 'Product', 'Anders Højgaard', 'Africa/Lagos', { manager: 'Emil Petrović' }],
];

// Letters as an address has them: "Łukasz Wójcik" -> "lukasz.wojcik".
const plain = (text) =>
  text.replaceAll('ł', 'l').replaceAll('Ł', 'L').replaceAll('ø', 'o').replaceAll('đ', 'd').replaceAll('ı', 'i')
    .normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
export const handle = (name) => plain(name).replaceAll(/[’']/g, '').replaceAll(/[^a-z0-9-]+/g, '.');
export const mail = (name) => `${handle(name)}@${domain}`;

export const people = [...company.slice(0, 1), ...engineering, ...company.slice(1)].map(
  ([name, title, department, manager, zone, more = {}], i) =>
    ({ id: `FH-${String(1001 + i)}`, name, title, department, manager: more.manager ?? manager, zone, ...more }));
export const named = (name) => people.find((person) => person.name === name);
