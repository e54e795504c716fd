/** The commands of a site with several stations: claims, stations, numbers in blocks, facts that need a person. */
export const syncCommands = []
