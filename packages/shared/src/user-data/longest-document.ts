/** Longest document that is taken, in bytes, packed or unpacked. EC2 takes 16 KB of user data (D-67); other files are longer. */
export const longestDocument = 512 * 1024;
