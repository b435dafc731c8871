/** Kinds of steps that give instances their role, whether of one or of a group. */
export type IdentityKind =
  | 'create-role'
  | 'create-managed-policy'
  | 'attach-managed-policy'
  | 'put-role-policy'
  | 'replace-trust-policy'
  | 'create-instance-profile'
  | 'add-role-to-instance-profile';
