# SPDX-License-Identifier: Apache-2.0
"""Labels and trust files, changed by structure and signed anew: what every implementation is asked."""
