#pragma once

/// How many pieces of memory were asked for so far, by whatever library of this process.
long allocations_made(void);
