export interface JobClaims { x: 1 }
export declare function openJobClaims(): JobClaims;
